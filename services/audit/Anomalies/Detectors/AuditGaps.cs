using System.Collections.ObjectModel;
using System.Globalization;
using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Anomalies.Detectors;

/// <summary>Something is missing from the log, or its order in time does not hold: places without an entry, times that can't be, findings of a verification.</summary>
internal sealed class AuditGaps(DetectionContext context) : IDetector
{
    public const string Name = "audit-gap";
    private const string LateSeries = "late";
    private static readonly WatchedActor Log = WatchedActor.Service(AuditService.Name);

    private readonly AuditGapSettings _settings = context.Settings.AuditGaps;
    private readonly ActionNames _verifications = ActionNames.Verifications(context.Settings);

    public void Look(WatchedEntry entry, DateTimeOffset at)
    {
        var source = WatchedActor.Service(entry.Source);
        if (entry.OccurredAt - entry.RecordedAt > TimeSpan.FromMinutes(_settings.FutureMinutes))
            Report("time-in-the-future", source, at, Math.Round((entry.OccurredAt - entry.RecordedAt).TotalMinutes), _settings.FutureMinutes, [entry.Sequence]);
        if (entry.RecordedAt - entry.OccurredAt > TimeSpan.FromHours(_settings.LateHours))
            CountLate(source, entry);
        if (entry.Outcome != "success" && _verifications.Contains(entry.Action))
            Report("verification-failed", source, at, 1, 1, [entry.Sequence], entry.Sequence.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Places of the log without an entry, though its head counts them.</summary>
    public void Missing(long first, long count, DateTimeOffset now) =>
        Report("places-without-entry", Log, now, count, 1, [first, first + count - 1], first.ToString(CultureInfo.InvariantCulture));

    /// <summary>The log is shorter than what was read of it before.</summary>
    public void Shrunk(long read, long size, DateTimeOffset now) => Report("log-shorter-than-read", Log, now, read - size, 1, [size, read - 1]);

    /// <summary>Entries are recorded in order: a time of recording before that of the entry in front was not written by this service.</summary>
    public void Recorded(WatchedEntry entry, DateTimeOffset before)
    {
        if (before - entry.RecordedAt > TimeSpan.FromMinutes(_settings.FutureMinutes))
            Report("recorded-before-its-predecessor", Log, before, Math.Round((before - entry.RecordedAt).TotalMinutes), _settings.FutureMinutes, [entry.Sequence]);
    }

    private void CountLate(WatchedActor source, WatchedEntry entry)
    {
        var series = new Series(LateSeries, source);
        context.History.Add(series, context.Calendar.HourOf(entry.RecordedAt), entry.Sequence);
        var day = context.Calendar.DayOf(entry.RecordedAt);
        var late = context.History.Range(series, context.Calendar.StartOf(day), context.Calendar.EndOf(day)).ToList();
        if (late.Sum(b => b.Entries) >= _settings.LateFloor)
            Report("entries-came-late", source, entry.RecordedAt, late.Sum(b => b.Entries), _settings.LateFloor, [.. late.SelectMany(b => b.Sequences).Order().Take(Signal.MostSequences)]);
    }

    private void Report(string code, WatchedActor actor, DateTimeOffset at, double observed, double threshold, IReadOnlyList<long> sequences, string subject = "")
    {
        var day = context.Calendar.DayOf(at);
        context.ReportInDay(Name, actor, day, new Signal(
            code, subject, context.Calendar.StartOf(day), context.Calendar.EndOf(day), observed, 0, threshold, "rule", ReadOnlyDictionary<string, double>.Empty, sequences));
    }
}
