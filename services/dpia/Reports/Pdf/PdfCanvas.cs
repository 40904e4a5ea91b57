using System.Globalization;
using System.Text;

namespace Governance.Dpia.Reports.Pdf;

/// <summary>Red, green and blue, 0 to 255.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue);

/// <summary>A font in a size, in points.</summary>
internal sealed record PdfFont(TrueTypeFont Face, string Resource, double Size)
{
    public double Measure(string text) => text.EnumerateRunes().Sum(r => Face.Width(Face.Glyph(r.Value))) * Size / 1000;
}

/// <summary>The marks on one A4 page. Positions in points from the upper left corner.</summary>
internal sealed class PdfCanvas
{
    public const double PageWidth = 595;
    public const double PageHeight = 842;

    private readonly StringBuilder _content = new();

    /// <summary>PDF operators (ISO 32000-1, Annex A).</summary>
    public string Content => _content.ToString();

    /// <param name="y">Of the baseline.</param>
    /// <param name="upwards">Turned by a quarter to the left.</param>
    public void Text(string text, PdfFont font, Colour colour, double x, double y, bool upwards = false)
    {
        Fill(colour);
        _content.Append(CultureInfo.InvariantCulture, $"BT /{font.Resource} {N(font.Size)} Tf {(upwards ? "0 1 -1 0" : "1 0 0 1")} {N(x)} {N(PageHeight - y)} Tm <");
        foreach (var rune in text.EnumerateRunes())
            _content.Append(CultureInfo.InvariantCulture, $"{font.Face.Glyph(rune.Value):X4}");
        _content.Append("> Tj ET\n");
    }

    public void Line(Colour colour, double width, double x1, double y1, double x2, double y2)
    {
        Stroke(colour, width);
        _content.Append(CultureInfo.InvariantCulture, $"{N(x1)} {N(PageHeight - y1)} m {N(x2)} {N(PageHeight - y2)} l S\n");
    }

    public void Rectangle(Colour fill, double x, double y, double width, double height)
    {
        Fill(fill);
        _content.Append(CultureInfo.InvariantCulture, $"{N(x)} {N(PageHeight - y - height)} {N(width)} {N(height)} re f\n");
    }

    /// <summary>Four Bézier curves come as close to a circle as an eye can tell.</summary>
    public void Circle(Colour fill, Colour edge, double x, double y, double radius)
    {
        Fill(fill);
        Stroke(edge, 1);
        var (cy, k) = (PageHeight - y, radius * 0.5523);
        _content.Append(CultureInfo.InvariantCulture, $"{N(x + radius)} {N(cy)} m ");
        Curve(x + radius, cy + k, x + k, cy + radius, x, cy + radius);
        Curve(x - k, cy + radius, x - radius, cy + k, x - radius, cy);
        Curve(x - radius, cy - k, x - k, cy - radius, x, cy - radius);
        Curve(x + k, cy - radius, x + radius, cy - k, x + radius, cy);
        _content.Append("b\n");

        void Curve(double x1, double y1, double x2, double y2, double x3, double y3) =>
            _content.Append(CultureInfo.InvariantCulture, $"{N(x1)} {N(y1)} {N(x2)} {N(y2)} {N(x3)} {N(y3)} c ");
    }

    private void Fill(Colour c) => _content.Append(CultureInfo.InvariantCulture, $"{N(c.Red / 255.0)} {N(c.Green / 255.0)} {N(c.Blue / 255.0)} rg ");

    private void Stroke(Colour c, double width) =>
        _content.Append(CultureInfo.InvariantCulture, $"{N(c.Red / 255.0)} {N(c.Green / 255.0)} {N(c.Blue / 255.0)} RG {N(width)} w ");

    private static string N(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
