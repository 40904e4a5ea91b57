using System.Buffers;

namespace Governance.EndToEnd.Tests.MainJob;

/// <summary>Searches a text for many values at once.</summary>
internal static class PersonalDataScan
{
    /// <summary>Values that occur in the text without regard to case, as words of their own: "Ek" in "seek" is nobody's name.</summary>
    public static IReadOnlyList<string> Find(string text, IReadOnlyList<string> values)
    {
        var search = SearchValues.Create([.. values], StringComparison.OrdinalIgnoreCase);
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < text.Length; at++)
        {
            var next = text.AsSpan(at).IndexOfAny(search);
            if (next < 0)
                break;
            at += next;
            foreach (var value in values)
            {
                if (string.Compare(text, at, value, 0, value.Length, StringComparison.OrdinalIgnoreCase) == 0 && IsWord(text, at, value.Length))
                    found.Add(value);
            }
        }
        return [.. found];
    }

    private static bool IsWord(string text, int at, int length) =>
        (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + length == text.Length || !char.IsLetterOrDigit(text[at + length]));
}
