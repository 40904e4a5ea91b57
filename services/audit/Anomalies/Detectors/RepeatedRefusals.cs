using System.Collections.ObjectModel;
using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Anomalies.Detectors;

/// <summary>One actor is refused, or fails, again and again within an hour.</summary>
internal sealed class RepeatedRefusals(DetectionContext context) : IDetector
{
    public const string Name = "repeated-refusals";
    private const string SeriesName = "refused";
    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(10);

    private readonly RefusalSettings _settings = context.Settings.Refusals;

    public void Look(WatchedEntry entry, DateTimeOffset at)
    {
        if (entry.Outcome == "success")
            return;
        var series = new Series(SeriesName, entry.Actor);
        var slice = context.Calendar.SliceOf(at, Slice);
        context.History.Add(series, slice, entry.Sequence);

        // Every window that this slice is part of: an entry that came late may complete one that has passed.
        var window = TimeSpan.FromMinutes(_settings.WindowMinutes);
        var around = context.History.Range(series, slice - window + Slice, slice + window).ToList();
        var worst = around.Where(b => b.Start >= slice)
            .Select(last => around.Where(b => b.Start > last.Start - window && b.Start <= last.Start).ToList())
            .MaxBy(w => w.Sum(b => b.Entries))!;
        var observed = worst.Sum(b => b.Entries);
        var floor = entry.Actor.IsCollective ? _settings.CollectiveFloor : _settings.Floor;
        if (observed < floor)
            return;
        var day = context.Calendar.DayOf(worst[^1].Start);
        var expected = Expect(series, day, window, floor);
        if (observed < expected.Threshold)
            return;
        context.ReportInDay(Name, entry.Actor, day, new Signal(
            "refusals-in-a-window", "", worst[^1].Start + Slice - window, worst[^1].Start + Slice, observed, Math.Round(expected.Typical, 1), Math.Round(expected.Threshold, 1), expected.Basis,
            new ReadOnlyDictionary<string, double>(new Dictionary<string, double> { ["minutes"] = _settings.WindowMinutes, ["windows"] = expected.Windows }),
            [.. worst.SelectMany(b => b.Sequences).Order().Take(Signal.MostSequences)]));
    }

    private Expectation Expect(Series series, DateOnly day, TimeSpan window, double floor)
    {
        var hours = context.History.Range(series, context.Calendar.StartOf(day.AddDays(-context.Settings.LookbackDays)), context.Calendar.StartOf(day))
            .GroupBy(b => b.Start.UtcTicks / window.Ticks)
            .Select(g => (double)g.Sum(b => b.Entries))
            .ToList();
        return hours.Count < _settings.LeastWindows
            ? new Expectation(0, _settings.LeastSpread, floor, hours.Count, "floor")
            : RobustThreshold.Of(hours, _settings.Spreads, _settings.LeastSpread, floor, "own-history");
    }
}
