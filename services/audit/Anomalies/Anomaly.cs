using System.Text.Json;
using Governance.Audit.Anomalies.Stream;
using Governance.Messaging;

namespace Governance.Audit.Anomalies;

internal enum AnomalyState
{
    Open,
    Acknowledged,
    Dismissed,
}

/// <summary>Something unusual, with its evidence. Ids, codes and numbers only, so that the erasure of a data subject leaves nothing to erase here.</summary>
internal sealed class Anomaly
{
    private const int MostSignals = 50;

    private Anomaly()
    {
    }

    public Guid Id { get; private init; }

    public required string Detector { get; init; }

    public required string ActorType { get; init; }

    public required string ActorId { get; init; }

    /// <summary>The other person of a pair, or empty.</summary>
    public required string CounterpartId { get; init; }

    /// <summary>First day of the window, in the organisation's time zone.</summary>
    public required DateOnly Window { get; init; }

    public DateTimeOffset WindowFrom { get; private set; }

    public DateTimeOffset WindowTo { get; private set; }

    /// <summary>How many times the threshold, at most.</summary>
    public double Score { get; private set; }

    /// <summary>JSON list of <see cref="Signal"/>.</summary>
    public string Signals { get; private set; } = "[]";

    public DateTimeOffset DetectedAt { get; private init; }

    public AnomalyState State { get; private set; }

    public string? ReasonCode { get; private set; }

    public string? CaseReference { get; private set; }

    public string? ReviewedBy { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }

    public int Version { get; private set; } = 1;

    public AnomalyKey Key => new(Detector, new WatchedActor(ActorType, ActorId), CounterpartId, Window);

    public static Anomaly New(AnomalyKey key, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Detector = key.Detector,
        ActorType = key.Actor.Type,
        ActorId = key.Actor.Id,
        CounterpartId = key.Counterpart,
        Window = key.Window,
        DetectedAt = now,
    };

    public IReadOnlyList<Signal> ReadSignals() => JsonSerializer.Deserialize<List<Signal>>(Signals, MessageJson.Options)!;

    /// <summary>Adds what was observed; of the same thing the largest observation is kept.</summary>
    public void Add(IReadOnlyList<Detection> detections, bool isNew)
    {
        var signals = ReadSignals().ToList();
        foreach (var detection in detections)
        {
            var index = signals.FindIndex(detection.Signal.IsSameAs);
            if (index < 0 && signals.Count < MostSignals)
                signals.Add(detection.Signal);
            else if (index >= 0 && detection.Signal.Observed >= signals[index].Observed)
                signals[index] = detection.Signal;
        }

        Signals = JsonSerializer.Serialize(signals, MessageJson.Options);
        Score = signals.Max(s => s.Score());
        WindowFrom = detections[0].From;
        WindowTo = detections.Max(d => d.To);
        if (!isNew)
            Version++;
    }

    public bool Concerns(string actorId) => ActorId == actorId || CounterpartId == actorId;

    public void Review(AnomalyState state, string reasonCode, string? caseReference, string by, DateTimeOffset now)
    {
        (State, ReasonCode, CaseReference, ReviewedBy, ReviewedAt) = (state, reasonCode, caseReference, by, now);
        Version++;
    }
}
