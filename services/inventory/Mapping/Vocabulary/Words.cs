using System.Text;

namespace Governance.Inventory.Mapping.Vocabulary;

/// <summary>Splits names of tables and columns into lower-case words without diacritics, plurals made singular.</summary>
internal static class Words
{
    public static string[] Of(string name)
    {
        var words = new List<string>(4);
        var current = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (!char.IsLetter(c))
            {
                Flush(words, current);
                continue;
            }

            if (char.IsUpper(c) && current.Length > 0 && StartsWord(name, i))
                Flush(words, current);
            Fold(current, char.ToLowerInvariant(c));
        }

        Flush(words, current);
        return [.. words];
    }

    public static string Joined(string name) => string.Concat(Of(name));

    private static bool StartsWord(string name, int i) =>
        char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]) && char.IsUpper(name[i - 1]));

    private static void Flush(List<string> words, StringBuilder current)
    {
        if (current.Length > 0)
            words.Add(Singular(current.ToString()));
        current.Clear();
    }

    private static string Singular(string word) => word switch
    {
        "people" or "persons" => "person",
        _ when word.Length <= 3 => word,
        _ when word.EndsWith("sses", StringComparison.Ordinal) => word[..^2],
        _ when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        _ when word.EndsWith("ss", StringComparison.Ordinal) || word.EndsWith("us", StringComparison.Ordinal) || word.EndsWith("is", StringComparison.Ordinal) => word,
        _ when word.EndsWith('s') => word[..^1],
        _ => word,
    };

    private static void Fold(StringBuilder into, char c)
    {
        switch (c)
        {
            case 'ä' or 'å' or 'á' or 'à' or 'â' or 'ã': into.Append('a'); break;
            case 'ö' or 'ó' or 'ò' or 'ô' or 'õ' or 'ø': into.Append('o'); break;
            case 'ü' or 'ú' or 'ù' or 'û': into.Append('u'); break;
            case 'é' or 'è' or 'ê' or 'ë': into.Append('e'); break;
            case 'í' or 'ì' or 'î' or 'ï': into.Append('i'); break;
            case 'ß': into.Append("ss"); break;
            case 'ñ': into.Append('n'); break;
            case 'ç': into.Append('c'); break;
            default: into.Append(c); break;
        }
    }
}
