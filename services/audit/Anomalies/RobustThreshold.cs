namespace Governance.Audit.Anomalies;

/// <summary>What is usual, and from where on it isn't.</summary>
/// <param name="Basis"><c>own-history</c>, <c>colleagues</c> or <c>floor</c>.</param>
/// <param name="Spread">Usual factor between one window and another.</param>
/// <param name="Windows">How many windows this was learned from.</param>
internal sealed record Expectation(double Typical, double Spread, double Threshold, int Windows, string Basis);

/// <summary>
/// Median and median absolute deviation of the logarithms: activity is skewed, a busy day is twice a usual one rather than
/// twenty more. Half of the windows can be anything at all without moving the result.
/// </summary>
internal static class RobustThreshold
{
    // Makes the median absolute deviation of a normal distribution its standard deviation.
    private const double Consistency = 1.4826;

    // One, two or three of something differ by chance: they must not look like a wide spread.
    private const double Offset = 2;

    /// <summary>Values from the threshold on are unusual.</summary>
    public static Expectation Of(IReadOnlyCollection<double> windows, double spreads, double leastSpread, double floor, string basis)
    {
        if (windows.Count == 0)
            return new Expectation(0, leastSpread, floor, 0, "floor");
        var logs = windows.Select(w => Math.Log(w + Offset)).Order().ToArray();
        var median = Median(logs);
        var deviation = Median([.. logs.Select(l => Math.Abs(l - median)).Order()]) * Consistency;
        var spread = Math.Max(deviation, Math.Log(leastSpread));
        var threshold = Math.Exp(median + (spreads * spread)) - Offset;
        return new Expectation(Math.Exp(median) - Offset, Math.Exp(spread), Math.Max(floor, threshold), windows.Count, threshold > floor ? basis : "floor");
    }

    private static double Median(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
}
