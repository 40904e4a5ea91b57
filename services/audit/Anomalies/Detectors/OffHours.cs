using System.Collections.ObjectModel;
using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Anomalies.Detectors;

/// <summary>Administrative actions outside the organisation's working time, by somebody who does not usually work then.</summary>
internal sealed class OffHours(DetectionContext context) : IDetector
{
    public const string Name = "off-hours";
    private const string SeriesName = "admin";

    private readonly OffHoursSettings _settings = context.Settings.OffHours;
    private readonly ActionNames _actions = ActionNames.Administrative(context.Settings);

    public void Look(WatchedEntry entry, DateTimeOffset at)
    {
        if (entry.Actor.IsCollective || !_actions.Contains(entry.Action))
            return;
        var series = new Series(SeriesName, entry.Actor);
        context.History.Add(series, context.Calendar.HourOf(at), entry.Sequence);
        if (!context.Calendar.IsOffHours(at))
            return;

        var day = context.Calendar.DayOf(at);
        var (start, end) = (context.Calendar.StartOf(day), context.Calendar.EndOf(day));
        var usual = DaysAtThisHour(series, at, day);
        if (usual >= _settings.HabitDays)
            return;
        var buckets = context.History.Range(series, start, end).Where(b => context.Calendar.IsOffHours(b.Start)).ToList();
        var observed = buckets.Sum(b => b.Entries);
        if (observed < _settings.Least)
            return;
        context.ReportInDay(Name, entry.Actor, day, new Signal(
            "admin-actions-off-hours", "", start, end, observed, 0, _settings.Least, "calendar",
            new ReadOnlyDictionary<string, double>(new Dictionary<string, double> { ["daysAtThisHour"] = usual, ["habitDays"] = _settings.HabitDays, ["localHour"] = context.Calendar.Local(at).Hour }),
            [.. buckets.SelectMany(b => b.Sequences).Order().Take(Signal.MostSequences)]));
    }

    /// <summary>
    /// On how many earlier days of the same kind the actor administered off-hours within an hour of this one. Days whose anomaly
    /// nobody dismissed don't make a habit.
    /// </summary>
    private int DaysAtThisHour(Series series, DateTimeOffset at, DateOnly day)
    {
        var hour = context.Calendar.Local(at).Hour;
        var isWorkingDay = context.Calendar.IsWorkingDay(day);
        return context.History.Range(series, context.Calendar.StartOf(day.AddDays(-context.Settings.LookbackDays)), context.Calendar.StartOf(day))
            .Where(b => context.Calendar.IsOffHours(b.Start) && (context.Calendar.Local(b.Start).Hour - hour + 25) % 24 <= 2)
            .Select(b => context.Calendar.DayOf(b.Start))
            .Distinct()
            .Count(d => context.Calendar.IsWorkingDay(d) == isWorkingDay && !context.IsFlagged(new AnomalyKey(Name, series.Actor, "", d)));
    }
}
