using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Governance.Audit.Merkle;

namespace Governance.Audit.Tiles;

/// <summary>Index and width of a tile or bundle, as in <c>x001/x234/067</c> and <c>x001/x234/067.p/17</c> (C2SP tlog-tiles).</summary>
internal readonly record struct TilePath(long Index, int Width)
{
    private const string PartialSuffix = ".p";

    /// <summary>Each tile has one path: superfluous zeroes and widths of 0 or 256 are none.</summary>
    public static bool TryParse(string path, out TilePath tile)
    {
        tile = default;
        var elements = path.Split('/');
        var width = TileId.Width;
        if (elements.Length > 1 && elements[^2].EndsWith(PartialSuffix, StringComparison.Ordinal))
        {
            if (!TryNumber(elements[^1], out width) || width is < 1 or >= TileId.Width)
                return false;
            elements = [.. elements[..^2], elements[^2][..^PartialSuffix.Length]];
        }

        // Six elements hold every index that a size of 63 bits can have.
        if (elements.Length > 6)
            return false;
        var index = 0L;
        for (var i = 0; i < elements.Length; i++)
        {
            var isLast = i == elements.Length - 1;
            if (!TryElement(elements[i], isLast, out var digits) || (i == 0 && !isLast && digits == 0))
                return false;
            index = (index * 1000) + digits;
        }

        tile = new TilePath(index, width);
        return index <= long.MaxValue >> TileId.Height;
    }

    public override string ToString()
    {
        var path = (Index % 1000).ToString("D3", CultureInfo.InvariantCulture);
        for (var rest = Index / 1000; rest > 0; rest /= 1000)
            path = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:D3}/{path}");
        return Width == TileId.Width ? path : string.Create(CultureInfo.InvariantCulture, $"{path}{PartialSuffix}/{Width}");
    }

    private static bool TryElement(string element, bool isLast, out long digits)
    {
        digits = 0;
        var text = isLast ? element : element.StartsWith('x') ? element[1..] : "";
        return text.Length == 3 && text.All(char.IsAsciiDigit) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out digits);
    }

    private static bool TryNumber(string text, out int number)
    {
        number = 0;
        return text.Length is > 0 and < 4 && text.All(char.IsAsciiDigit) && text[0] != '0' && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
