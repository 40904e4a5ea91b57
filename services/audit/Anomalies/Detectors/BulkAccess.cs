using System.Collections.ObjectModel;
using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Anomalies.Detectors;

/// <summary>Reads and exports far above what the actor itself usually does in an hour or a day.</summary>
internal sealed class BulkAccess(DetectionContext context) : IDetector
{
    public const string Name = "bulk-access";

    private readonly BulkAccessSettings _settings = context.Settings.BulkAccess;
    private readonly ActionNames _reads = ActionNames.Reads(context.Settings);
    private readonly ActionNames _exports = ActionNames.Exports(context.Settings);
    private readonly Dictionary<(Series Series, Measure Measure, DateOnly Day), Expectation> _expected = [];
    private (int Rewritten, int Flagged) _basis;

    private enum Measure
    {
        EntriesInAnHour,
        EntriesInADay,
        RecordsInADay,
    }

    public void Look(WatchedEntry entry, DateTimeOffset at)
    {
        if (entry.Actor.IsCollective)
            return;
        if (_exports.Contains(entry.Action))
            Count(entry, at, "exports");
        else if (_reads.Contains(entry.Action))
            Count(entry, at, "reads");
    }

    private void Count(WatchedEntry entry, DateTimeOffset at, string kind)
    {
        var series = new Series($"bulk:{kind}", entry.Actor);
        var hour = context.Calendar.HourOf(at);
        context.History.Add(series, hour, entry.Sequence, entry.Records);
        if ((context.History.Rewritten, context.Flagged) != _basis)
        {
            _expected.Clear();
            _basis = (context.History.Rewritten, context.Flagged);
        }

        var day = context.Calendar.DayOf(at);
        var today = context.History.Range(series, context.Calendar.StartOf(day), context.Calendar.EndOf(day)).ToList();
        Compare(series, Measure.EntriesInAnHour, day, today.Where(b => b.Start == hour), hour, hour.AddHours(1));
        Compare(series, Measure.EntriesInADay, day, today, context.Calendar.StartOf(day), context.Calendar.EndOf(day));
        Compare(series, Measure.RecordsInADay, day, today, context.Calendar.StartOf(day), context.Calendar.EndOf(day));
    }

    private void Compare(Series series, Measure measure, DateOnly day, IEnumerable<Bucket> window, DateTimeOffset from, DateTimeOffset to)
    {
        var buckets = window.ToList();
        var observed = Value(measure, buckets);
        if (observed < Floor(measure))
            return;
        if (!_expected.TryGetValue((series, measure, day), out var expected))
            _expected[(series, measure, day)] = expected = Expect(series, measure, day);
        if (observed < expected.Threshold)
            return;
        context.ReportInDay(Name, series.Actor, day, new Signal(
            Code(measure), series.Name.Split(':')[1], from, to, observed, Math.Round(expected.Typical, 1), Math.Round(expected.Threshold, 1), expected.Basis,
            new ReadOnlyDictionary<string, double>(new Dictionary<string, double> { ["spread"] = Math.Round(expected.Spread, 2), ["windows"] = expected.Windows }),
            [.. buckets.SelectMany(b => b.Sequences).Order().Take(Signal.MostSequences)]));
    }

    private Expectation Expect(Series series, Measure measure, DateOnly day)
    {
        var own = Days(series, measure, day);
        var expected = own.Count >= _settings.LeastDays
            ? RobustThreshold.Of([.. own.TakeLast(_settings.RecentDays).Select(d => d.Value)], _settings.Spreads, _settings.LeastSpread, Floor(measure), "own-history")
            : OfColleagues(series, measure, day);
        var allowed = own.Select(d => Allowed(series, d.Day, d.Value, day)).DefaultIfEmpty((Value: 0, Basis: "")).MaxBy(a => a.Value);
        return allowed.Value > expected.Threshold ? expected with { Threshold = allowed.Value, Basis = allowed.Basis } : expected;
    }

    /// <summary>Somebody new: more than colleagues usually do, and more than any of them ever did without an anomaly.</summary>
    private Expectation OfColleagues(Series series, Measure measure, DateOnly day)
    {
        var others = context.History.Named(series.Name).Where(s => s != series && s.Actor.Type == series.Actor.Type)
            .SelectMany(s => Days(s, measure, day).Select(d => (d.Day, d.Value, IsFlagged: context.IsFlagged(Key(s, d.Day))))).ToList();
        if (others.Select(d => d.Day).Distinct().Count() < _settings.LeastDays)
            return new Expectation(0, _settings.LeastSpread, Floor(measure) * _settings.NewcomerFactor, 0, "floor");
        var expected = RobustThreshold.Of([.. others.Select(d => d.Value)], _settings.Spreads, _settings.LeastSpread, Floor(measure), "colleagues");
        var most = others.Where(d => !d.IsFlagged).Select(d => d.Value).DefaultIfEmpty(0).Max();
        return expected with { Threshold = Math.Max(expected.Threshold, most + 1), Basis = "colleagues" };
    }

    /// <summary>A report that is written every month is no surprise, nor is what somebody looked at lately and found right.</summary>
    private (double Value, string Basis) Allowed(Series series, DateOnly earlier, double value, DateOnly day)
    {
        if (!context.IsFlagged(Key(series, earlier)) && OfficeCalendar.IsSameTimeOfMonth(earlier, day))
            return (value * _settings.MonthlyFactor, "same-time-of-month");
        return context.IsDismissed(Key(series, earlier)) && day.DayNumber - earlier.DayNumber <= _settings.RecentDays
            ? (value * _settings.DismissedFactor, "dismissed-before")
            : (0, "");
    }

    /// <summary>The series' days with activity before the day, in order: their numbers, or those of their busiest hour.</summary>
    private List<(DateOnly Day, double Value)> Days(Series series, Measure measure, DateOnly day) =>
    [
        .. context.History.Range(series, context.Calendar.StartOf(day.AddDays(-context.Settings.LookbackDays)), context.Calendar.StartOf(day))
            .GroupBy(b => context.Calendar.DayOf(b.Start))
            .Select(g => (g.Key, measure == Measure.EntriesInAnHour ? g.Max(b => b.Entries) : Value(measure, g))),
    ];

    private static AnomalyKey Key(Series series, DateOnly day) => new(Name, series.Actor, "", day);

    private static double Value(Measure measure, IEnumerable<Bucket> buckets) => buckets.Sum(b => measure == Measure.RecordsInADay ? b.Amount : b.Entries);

    private double Floor(Measure measure) => measure switch
    {
        Measure.EntriesInAnHour => _settings.HourFloor,
        Measure.EntriesInADay => _settings.DayFloor,
        _ => _settings.RecordsFloor,
    };

    private static string Code(Measure measure) => measure switch
    {
        Measure.EntriesInAnHour => "entries-in-an-hour",
        Measure.EntriesInADay => "entries-in-a-day",
        _ => "records-in-a-day",
    };
}
