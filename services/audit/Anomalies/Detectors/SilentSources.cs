using System.Collections.ObjectModel;
using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Anomalies.Detectors;

/// <summary>
/// A source that always sends is silent for much longer than ever before. The silence of a source that people feed is measured in
/// hours in which people were at work elsewhere, so that a night, a weekend or a day off is none.
/// </summary>
internal sealed class SilentSources(DetectionContext context) : IDetector
{
    private const string SeriesName = "source";

    private readonly AuditGapSettings _settings = context.Settings.AuditGaps;

    public void Look(WatchedEntry entry, DateTimeOffset at)
    {
        context.History.Add(new Series(SeriesName, WatchedActor.Service(entry.Source)), context.Calendar.HourOf(at), entry.Sequence, entry.Actor.IsPerson ? 1 : 0);
        if (entry.Actor.IsPerson)
            context.History.Add(new Series(PeopleOf(entry.Source), entry.Actor), context.Calendar.StartOf(context.Calendar.DayOf(at)), entry.Sequence);
    }

    /// <summary>Looks at the hours that were over before the time of grace.</summary>
    public void Until(DateTimeOffset time)
    {
        var end = context.Calendar.HourOf(time.AddMinutes(-_settings.GraceMinutes));
        var begin = end.AddDays(-context.Settings.LookbackDays);
        foreach (var source in context.History.Named(SeriesName))
        {
            // Most sources have sent just now: nothing to compute.
            if (context.History.Last(source, end) is not { } last || (end - last.Start).TotalHours <= Math.Min(_settings.ClockFloorHours, _settings.OfficeFloorHours))
                continue;
            var hours = context.History.Range(source, begin, end).ToList();
            if (hours.Select(b => context.Calendar.DayOf(b.Start)).Distinct().Count() < _settings.LeastDays)
                continue;
            var isFedByPeople = hours.Sum(b => b.Amount) * 2 >= hours.Sum(b => b.Entries);
            if (isFedByPeople && context.History.Named(PeopleOf(source.Actor.Id)).Count(s => context.History.Range(s, begin, end).Any()) < _settings.LeastPeople)
                continue;
            Compare(source.Actor, hours, end, isFedByPeople ? PeopleElsewhere(source, begin, end) : null);
        }
    }

    /// <param name="working">Hours that count, in order; null when all do.</param>
    private void Compare(WatchedActor source, List<Bucket> hours, DateTimeOffset end, List<DateTimeOffset>? working)
    {
        var longest = 0d;
        for (var i = 1; i < hours.Count; i++)
        {
            if (!context.IsFlagged(Key(source, hours[i - 1])))
                longest = Math.Max(longest, Hours(hours[i - 1].Start, hours[i].Start, working));
        }

        var silent = Hours(hours[^1].Start, end, working);
        var threshold = working is null ? Math.Max(_settings.ClockFloorHours, longest * _settings.ClockFactor) : Math.Max(_settings.OfficeFloorHours, longest * _settings.OfficeFactor);
        if (silent < threshold)
            return;
        var from = hours[^1].Start.AddHours(1);
        context.Report(Key(source, hours[^1]), from, end, new Signal(
            "source-silent", working is null ? "clock-hours" : "office-hours", from, end, silent, longest, threshold, "own-history",
            new ReadOnlyDictionary<string, double>(new Dictionary<string, double> { ["days"] = hours.Select(b => context.Calendar.DayOf(b.Start)).Distinct().Count() }),
            [hours[^1].Sequences[^1]]));
    }

    /// <summary>One anomaly for a silence, however long: that of the day on which it began.</summary>
    private AnomalyKey Key(WatchedActor source, Bucket last) => new(AuditGaps.Name, source, "", context.Calendar.DayOf(last.Start));

    private static string PeopleOf(string source) => $"people:{source}";

    private static double Hours(DateTimeOffset last, DateTimeOffset next, List<DateTimeOffset>? working)
    {
        if (working is null)
            return (next - last).TotalHours - 1;
        var (after, before) = (working.BinarySearch(last.AddTicks(1)), working.BinarySearch(next));
        return (before < 0 ? ~before : before) - (after < 0 ? ~after : after);
    }

    private List<DateTimeOffset> PeopleElsewhere(Series source, DateTimeOffset begin, DateTimeOffset end) =>
    [
        .. context.History.Named(SeriesName).Where(s => s != source).SelectMany(s => context.History.Range(s, begin, end))
            .Where(b => b.Amount > 0).Select(b => b.Start).Distinct().Order(),
    ];
}
