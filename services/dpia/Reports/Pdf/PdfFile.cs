using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Governance.Dpia.Reports.Pdf;

/// <summary>Writes pages as a PDF 1.7 file (ISO 32000-1) with embedded fonts, from which text can be copied. No scripts, links or forms.</summary>
internal sealed class PdfFile : IDisposable
{
    private static readonly Lazy<TrueTypeFont> Regular = new(() => TrueTypeFont.Load("DejaVuSansCondensed"));
    private static readonly Lazy<TrueTypeFont> Bold = new(() => TrueTypeFont.Load("DejaVuSansCondensed-Bold"));

    private readonly MemoryStream _out = new();
    private readonly List<long> _offsets = [];

    public static PdfFont Font(double size, bool bold = false) => bold ? new(Bold.Value, "B", size) : new(Regular.Value, "R", size);

    public static byte[] Write(string title, IReadOnlyList<PdfCanvas> pages)
    {
        using var file = new PdfFile();
        return file.WriteAll(title, pages);
    }

    public void Dispose() => _out.Dispose();

    private byte[] WriteAll(string title, IReadOnlyList<PdfCanvas> pages)
    {
        // 1 catalog, 2 pages, 3 information, 4 resources, then five objects to a font, then two to a page.
        const int firstPage = 5 + 10;
        Raw("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        Object("<< /Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>");
        Object($"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select((_, i) => $"{firstPage + (2 * i)} 0 R"))}] >>");
        Object($"<< /Title {Text(title)} /Creator (Governance) >>");
        Object("<< /Font << /R 5 0 R /B 10 0 R >> >>");
        Font(Regular.Value);
        Font(Bold.Value);
        for (var i = 0; i < pages.Count; i++)
        {
            Object(string.Create(CultureInfo.InvariantCulture, $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PdfCanvas.PageWidth} {PdfCanvas.PageHeight}] /Resources 4 0 R /Contents {firstPage + (2 * i) + 1} 0 R >>"));
            Stream("", Encoding.ASCII.GetBytes(pages[i].Content));
        }
        var table = _out.Position;
        Raw($"xref\n0 {_offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in _offsets)
            Raw(string.Create(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n"));
        Raw($"trailer\n<< /Size {_offsets.Count + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return _out.ToArray();
    }

    private void Font(TrueTypeFont font)
    {
        var self = _offsets.Count + 1;
        var used = Enumerable.Range(0x20, 0xFFFF - 0x20).Select(c => (Character: c, Glyph: font.Glyph(c))).Where(c => c.Glyph != 0).DistinctBy(c => c.Glyph).OrderBy(c => c.Glyph).ToList();
        Object($"<< /Type /Font /Subtype /Type0 /BaseFont /{font.Name} /Encoding /Identity-H /DescendantFonts [{self + 1} 0 R] /ToUnicode {self + 4} 0 R >>");
        Object($"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{font.Name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {self + 2} 0 R /CIDToGIDMap /Identity /DW {font.Width(0)} /W [{string.Join(' ', used.Select(c => $"{c.Glyph} [{font.Width(c.Glyph)}]"))}] >>");
        Object($"<< /Type /FontDescriptor /FontName /{font.Name} /Flags 32 /FontBBox [{string.Join(' ', font.Box)}] /ItalicAngle 0 /Ascent {font.Ascent} /Descent {font.Descent} /CapHeight {font.Ascent} /StemV 80 /FontFile2 {self + 3} 0 R >>");
        Stream($"/Length1 {font.File.Length}", font.File.Span);
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
        foreach (var part in used.Chunk(100))
            map.Append(CultureInfo.InvariantCulture, $"{part.Length} beginbfchar\n").AppendJoin('\n', part.Select(c => $"<{c.Glyph:X4}> <{c.Character:X4}>")).Append("\nendbfchar\n");
        Stream("", Encoding.ASCII.GetBytes(map.Append("endcmap CMapName currentdict /CMap defineresource pop end end\n").ToString()));
    }

    private void Object(string body)
    {
        _offsets.Add(_out.Position);
        Raw($"{_offsets.Count} 0 obj\n{body}\nendobj\n");
    }

    private void Stream(string entries, ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(content);
        _offsets.Add(_out.Position);
        Raw($"{_offsets.Count} 0 obj\n<< /Filter /FlateDecode /Length {packed.Length} {entries} >>\nstream\n");
        packed.WriteTo(_out);
        Raw("\nendstream\nendobj\n");
    }

    /// <summary>A text string as UTF-16 in hex: no character of it can end the string.</summary>
    private static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private void Raw(string text) => _out.Write(Encoding.Latin1.GetBytes(text));
}
