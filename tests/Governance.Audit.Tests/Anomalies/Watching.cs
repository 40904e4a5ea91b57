using Governance.Audit.Anomalies;
using Governance.Audit.Anomalies.Detectors;
using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Tests.Anomalies;

/// <summary>Runs the detectors over a stream without a database.</summary>
internal sealed class Watching(AnomalySettings settings)
{
    private readonly WatchState _state = new();
    private readonly Known _known = new([], []);

    public Dictionary<AnomalyKey, List<Signal>> Found { get; } = [];

    /// <summary>Somebody dismisses what was found, after each batch.</summary>
    public bool IsReviewed { get; init; }

    public static Watching Over(IReadOnlyList<WatchedEntry> entries, AnomalySettings? settings = null, int batch = 700, bool isReviewed = false)
    {
        var watching = new Watching(settings ?? OfficeStream.Settings) { IsReviewed = isReviewed };
        foreach (var chunk in entries.Chunk(batch))
            watching.Read(chunk);
        return watching;
    }

    public void Read(IReadOnlyList<WatchedEntry> entries, long? size = null)
    {
        var engine = new AnomalyEngine(settings, _state, _known);
        var end = size ?? entries[^1].Sequence + 1;
        Keep(engine.Look(entries, end, entries[^1].RecordedAt));
        Keep(engine.ReadUpTo(end, entries[^1].RecordedAt));
        if (!IsReviewed)
            return;
        _known.Dismissed.UnionWith(_known.Flagged);
        _known.Flagged.Clear();
    }

    public void NothingUntil(DateTimeOffset time) => Keep(new AnomalyEngine(settings, _state, _known).NothingUntil(time));

    public bool Has(string detector, WatchedActor actor, string code, DateOnly? window = null) =>
        Found.Any(f => f.Key.Detector == detector && (f.Key.Actor == actor || f.Key.Counterpart == actor.Id) && (window is null || f.Key.Window == window) && f.Value.Exists(s => s.Code == code));

    /// <summary>One line per anomaly, to compare runs.</summary>
    public IReadOnlyList<string> Lines() =>
        [.. Found.Select(f => $"{f.Key.Detector} {f.Key.Actor.Type}:{f.Key.Actor.Id} {f.Key.Counterpart} {f.Key.Window:yyyy-MM-dd} "
            + string.Join("; ", f.Value.Select(s => FormattableString.Invariant($"{s.Code} {s.Subject} {s.From:MM-dd HH:mm} {s.Observed} > {s.Threshold} [{string.Join(',', s.Sequences)}]")).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)];

    private void Keep(IReadOnlyList<Detection> detections)
    {
        foreach (var detection in detections)
        {
            if (!Found.TryGetValue(detection.Key, out var signals))
                Found[detection.Key] = signals = [];
            if (signals.RemoveAll(s => s.IsSameAs(detection.Signal) && s.Observed <= detection.Signal.Observed) > 0 || !signals.Exists(detection.Signal.IsSameAs))
                signals.Add(detection.Signal);
        }
    }
}
