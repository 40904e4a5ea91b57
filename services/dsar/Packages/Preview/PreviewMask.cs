using System.Text;

namespace Governance.Dsar.Packages.Preview;

/// <summary>Shows what kind of value is there without showing it: every letter and digit but the first of a long text becomes a dot.</summary>
internal static class PreviewMask
{
    private const int Longest = 24;
    private const int LongEnoughToBegin = 6;

    public static string? Of(string? value)
    {
        if (value is null)
            return null;
        var text = new StringBuilder(Math.Min(value.Length, Longest + 1));
        foreach (var rune in value.EnumerateRunes())
        {
            if (text.Length >= Longest)
                return text.Append('…').ToString();
            var isFirst = text.Length == 0 && value.Length >= LongEnoughToBegin && Rune.IsLetter(rune);
            // Signs and spaces say the form ("•••••@••••.••", "••••-••-••") and nobody's data.
            text.Append(isFirst || (rune.IsAscii && !Rune.IsLetterOrDigit(rune) && !Rune.IsControl(rune)) ? rune.ToString() : "•");
        }
        return text.ToString();
    }
}
