using System.Diagnostics;

namespace Governance.Benchmarks.Consent;

/// <summary>Two loads in alternating short turns, so that whatever else happens on the machine meets both.</summary>
/// <param name="Turns">Ours by the baseline, turn by turn.</param>
/// <param name="Generator">Processors that the load generator itself kept busy, of those there are.</param>
internal sealed record Comparison(LoadResult Baseline, LoadResult Ours, List<double> Turns, double Generator)
{
    private const int Count = 5;

    public string Ratio => $"ratio {Suite.Percentile(Turns, 0.5):F2}, the median of {Turns.Count} turns from {Turns.Min():F2} to {Turns.Max():F2}; the load itself took {Generator:F2} of {Environment.ProcessorCount} processors";

    /// <param name="settle">After each turn of ours: until what it has left to be done behind it is done.</param>
    public static async Task<Comparison> RunAsync(Func<TimeSpan, Task<LoadResult>> baseline, Func<TimeSpan, Task<LoadResult>> ours, TimeSpan duration, Func<Task>? settle = null)
    {
        // Longer than what is measured: on two processors the compiler is at work for a quarter of a minute on paths that were taken for the first time.
        await ours(duration * 2.5);
        await baseline(duration * 2.5);
        settle ??= () => Task.CompletedTask;
        await settle();
        var (theirs, mine, used, took) = (new List<LoadResult>(), new List<LoadResult>(), TimeSpan.Zero, TimeSpan.Zero);
        for (var turn = 0; turn < Count; turn++)
        {
            theirs.Add(await baseline(duration / Count));
            var (before, clock) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            mine.Add(await ours(duration / Count));
            used += Environment.CpuUsage.TotalTime - before;
            took += clock.Elapsed;
            await settle();
        }
        return new(LoadResult.Of(theirs), LoadResult.Of(mine), [.. mine.Zip(theirs, (m, t) => m.PerSecond / t.PerSecond)], used / took);
    }
}
