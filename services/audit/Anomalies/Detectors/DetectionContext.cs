using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Anomalies.Detectors;

/// <summary>Anomalies of the time that is looked back to.</summary>
internal sealed record Known(HashSet<AnomalyKey> Flagged, HashSet<AnomalyKey> Dismissed);

/// <summary>What the detectors share.</summary>
internal sealed class DetectionContext(AnomalySettings settings, History history, Known known)
{
    private readonly List<Detection> _found = [];

    public AnomalySettings Settings { get; } = settings;

    public OfficeCalendar Calendar { get; } = new(settings.Calendar);

    public History History { get; } = history;

    /// <summary>Grows when an anomaly is new.</summary>
    public int Flagged => known.Flagged.Count;

    /// <summary>An anomaly that nobody has dismissed: what happened then makes nothing usual.</summary>
    public bool IsFlagged(AnomalyKey key) => known.Flagged.Contains(key);

    /// <summary>Somebody has looked at it and found nothing wrong.</summary>
    public bool IsDismissed(AnomalyKey key) => known.Dismissed.Contains(key);

    public void Report(AnomalyKey key, DateTimeOffset from, DateTimeOffset to, Signal signal)
    {
        if (!known.Dismissed.Contains(key))
            known.Flagged.Add(key);
        var index = _found.FindIndex(d => d.Key == key && d.Signal.IsSameAs(signal));
        if (index < 0)
            _found.Add(new Detection(key, from, to, signal));
        else if (signal.Observed >= _found[index].Signal.Observed)
            _found[index] = new Detection(key, from, to, signal);
    }

    public void ReportInDay(string detector, WatchedActor actor, DateOnly day, Signal signal) =>
        Report(new AnomalyKey(detector, actor, "", day), Calendar.StartOf(day), Calendar.EndOf(day), signal);

    /// <summary>What was found since the last time; of the same thing the largest observation.</summary>
    public IReadOnlyList<Detection> TakeFound()
    {
        var found = _found.ToList();
        _found.Clear();
        return found;
    }
}
