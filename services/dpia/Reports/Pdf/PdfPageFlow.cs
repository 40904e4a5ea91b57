namespace Governance.Dpia.Reports.Pdf;

/// <summary>A4 pages that text flows onto.</summary>
internal sealed class PdfPageFlow
{
    public const double Left = 56;
    public const double Width = 595 - (2 * Left);
    private const double Top = 64;
    private const double Bottom = 842 - 64;
    private const double Leading = 1.35;

    private readonly List<PdfCanvas> _pages = [];

    /// <summary>Where the next thing goes.</summary>
    public double Y { get; set; } = Bottom;

    public IReadOnlyList<PdfCanvas> Pages => _pages;

    public PdfCanvas Page => _pages[^1];

    /// <summary>A new page unless that much room is left.</summary>
    public void Need(double height)
    {
        if (_pages.Count > 0 && Y + height <= Bottom)
            return;
        _pages.Add(new PdfCanvas());
        Y = Top;
    }

    public static double LineHeight(PdfFont font) => font.Size * Leading;

    /// <summary>Text in lines that break between words, and within one only where it is longer than a line.</summary>
    public void Text(string text, PdfFont font, Colour colour, double x = Left, double width = Width)
    {
        foreach (var line in Wrap(text, font, width))
        {
            Need(LineHeight(font));
            Draw(line, font, colour, x, Y);
            Y += LineHeight(font);
        }
    }

    public void Draw(string line, PdfFont font, Colour colour, double x, double y) =>
        Page.Text(line, font, colour, x, y + font.Size);

    public static IReadOnlyList<string> Wrap(string text, PdfFont font, double width)
    {
        var lines = new List<string>();
        foreach (var paragraph in Clean(text).Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => Pieces(w, font, width)))
            {
                var longer = line.Length == 0 ? word : $"{line} {word}";
                if (line.Length > 0 && font.Measure(longer) > width)
                {
                    lines.Add(line);
                    line = word;
                }
                else
                {
                    line = longer;
                }
            }
            lines.Add(line);
        }
        return lines;
    }

    private static IEnumerable<string> Pieces(string word, PdfFont font, double width)
    {
        while (font.Measure(word) > width && word.Length > 1)
        {
            var fits = Math.Max(1, (int)(word.Length * width / font.Measure(word)) - 1);
            if (char.IsHighSurrogate(word[fits - 1]) && fits < word.Length)
                fits++;
            yield return word[..fits];
            word = word[fits..];
        }
        yield return word;
    }

    /// <summary>What can't be drawn or would turn the line around is left out.</summary>
    private static string Clean(string text) =>
        new([.. text.Replace("\r\n", "\n", StringComparison.Ordinal).Select(c => c == '\t' ? ' ' : c).Where(c => c == '\n' || (!char.IsControl(c) && c is not (>= '\u202a' and <= '\u202e') and not (>= '\u2066' and <= '\u2069')))]);
}
