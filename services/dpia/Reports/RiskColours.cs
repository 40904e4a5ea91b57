using Governance.Dpia.Risks;

namespace Governance.Dpia.Reports;

/// <summary>Told apart by lightness too, not by hue alone.</summary>
internal static class RiskColours
{
    public static (byte Red, byte Green, byte Blue) Of(RiskLevel level) => level switch
    {
        RiskLevel.High => (0xD9, 0x6C, 0x5F),
        RiskLevel.Medium => (0xF5, 0xD4, 0x8A),
        _ => (0xDD, 0xEE, 0xDC),
    };

    public static string Hex(RiskLevel level)
    {
        var (red, green, blue) = Of(level);
        return $"#{red:x2}{green:x2}{blue:x2}";
    }
}
