using System.Buffers.Binary;

namespace Governance.Dpia.Reports.Pdf;

/// <summary>What a PDF needs to know of a TrueType font: which glyph a character has, how wide it is, and a few measures.</summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] _file;
    private readonly Dictionary<string, int> _tables = [];
    private readonly Dictionary<int, int> _glyphs = [];
    private readonly int _metrics;

    private TrueTypeFont(string name, byte[] file)
    {
        Name = name;
        _file = file;
        for (var i = 0; i < U16(4); i++)
            _tables[System.Text.Encoding.ASCII.GetString(file, 12 + (16 * i), 4)] = (int)U32(12 + (16 * i) + 8);
        UnitsPerEm = U16(_tables["head"] + 18);
        Box = [.. Enumerable.Range(0, 4).Select(i => Scale(I16(_tables["head"] + 36 + (2 * i))))];
        Ascent = Scale(I16(_tables["hhea"] + 4));
        Descent = Scale(I16(_tables["hhea"] + 6));
        _metrics = U16(_tables["hhea"] + 34);
        ReadCharacters();
    }

    public string Name { get; }

    public int UnitsPerEm { get; }

    /// <summary>Bounding box of all glyphs, in thousandths of the size like every measure here.</summary>
    public IReadOnlyList<int> Box { get; }

    public int Ascent { get; }

    public int Descent { get; }

    public ReadOnlyMemory<byte> File => _file;

    public static TrueTypeFont Load(string name)
    {
        using var stream = typeof(TrueTypeFont).Assembly.GetManifestResourceStream($"Fonts/{name}.ttf")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return new TrueTypeFont(name, memory.ToArray());
    }

    /// <summary>0, the empty box, for a character that the font doesn't have.</summary>
    public int Glyph(int character) => _glyphs.GetValueOrDefault(character);

    public int Width(int glyph) => Scale(U16(_tables["hmtx"] + (4 * Math.Min(glyph, _metrics - 1))));

    /// <summary>Format 4 of the cmap table, characters up to U+FFFF; others are drawn as the empty box.</summary>
    private void ReadCharacters()
    {
        var cmap = _tables["cmap"];
        var at = Enumerable.Range(0, U16(cmap + 2)).Select(i => cmap + (int)U32(cmap + 4 + (8 * i) + 4)).First(t => U16(t) == 4);
        var count = U16(at + 6) / 2;
        var (ends, starts, deltas, offsets) = (at + 14, at + 16 + (2 * count), at + 16 + (4 * count), at + 16 + (6 * count));
        for (var i = 0; i < count; i++)
        {
            var (end, start, delta, offset) = (U16(ends + (2 * i)), U16(starts + (2 * i)), U16(deltas + (2 * i)), U16(offsets + (2 * i)));
            for (var c = start; c <= end && c != 0xFFFF; c++)
            {
                var glyph = offset == 0 ? (c + delta) & 0xFFFF : U16(offsets + (2 * i) + offset + (2 * (c - start))) is > 0 and var g ? (g + delta) & 0xFFFF : 0;
                if (glyph != 0)
                    _glyphs[c] = glyph;
            }
        }
    }

    private int Scale(int units) => units * 1000 / UnitsPerEm;

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(at));

    private int I16(int at) => BinaryPrimitives.ReadInt16BigEndian(_file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(at));
}
