using System.Globalization;

namespace Governance.Portal.PrivacyCentre.Theme;

/// <summary>A colour of sRGB, written <c>#rrggbb</c>.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    public static Rgb? TryParse(string? text) =>
        text is ['#', _, _, _, _, _, _] && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new Rgb((byte)(value >> 16), (byte)(value >> 8), (byte)value)
            : null;

    /// <param name="share">How much of this colour, from 0 to 1.</param>
    public Rgb Mix(Rgb other, double share)
    {
        return new(Blend(Red, other.Red), Blend(Green, other.Green), Blend(Blue, other.Blue));

        byte Blend(byte a, byte b) => (byte)Math.Round((a * share) + (b * (1 - share)));
    }

    /// <summary>Contrast ratio of WCAG 2.2, from 1 to 21.</summary>
    public double RatioTo(Rgb other)
    {
        var (a, b) = (Luminance, other.Luminance);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    private static double Linear(byte channel) => channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow(((channel / 255.0) + 0.055) / 1.055, 2.4);
}
