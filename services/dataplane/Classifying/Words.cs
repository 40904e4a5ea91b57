using System.Text;

namespace Governance.DataPlane.Classifying;

/// <summary>Splits names of tables and columns into lower-case words: snake, kebab and camel case, umlauts written out.</summary>
internal static class Words
{
    private const int LongestTerm = 4;

    public static IReadOnlyList<string> Of(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var starts = char.IsUpper(c) && i > 0 && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]) && char.IsUpper(name[i - 1])));
            if (starts || !char.IsLetter(c))
            {
                Close(words, word);
            }

            if (char.IsLetter(c))
            {
                word.Append(Plain(char.ToLowerInvariant(c)));
            }
        }

        Close(words, word);
        return words;
    }

    /// <summary>Every run of neighbouring words, written together: <c>first_name</c> gives first, firstname, name.</summary>
    public static HashSet<string> Terms(string name)
    {
        var words = Of(name);
        var terms = new HashSet<string>(StringComparer.Ordinal);
        for (var from = 0; from < words.Count; from++)
        {
            for (var count = 1; count <= LongestTerm && from + count <= words.Count; count++)
            {
                terms.Add(string.Concat(words.Skip(from).Take(count)));
            }
        }

        return terms;
    }

    private static void Close(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }

    private static string Plain(char c) => c switch
    {
        'ä' => "ae",
        'ö' or 'ø' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'é' or 'è' or 'ê' => "e",
        'á' or 'à' or 'ã' or 'å' => "a",
        'í' => "i",
        'ó' or 'õ' => "o",
        'ú' => "u",
        'ç' => "c",
        'ñ' => "n",
        _ => c.ToString(),
    };
}
