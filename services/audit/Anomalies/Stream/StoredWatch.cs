namespace Governance.Audit.Anomalies.Stream;

/// <summary>How far the log was read: one row, whose lock makes one instance the watcher.</summary>
internal sealed class WatchPosition
{
    public const int TheOnly = 1;

    public int Id { get; init; } = TheOnly;

    public required long NextSequence { get; init; }

    public required DateTimeOffset Watermark { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required DateTimeOffset SilenceLookedAt { get; init; }
}

/// <summary>A <see cref="Bucket"/>.</summary>
internal sealed class StoredCount
{
    public required string Series { get; init; }

    public required string ActorType { get; init; }

    public required string ActorId { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required long Entries { get; init; }

    public required long Amount { get; init; }

    public required List<long> Sequences { get; init; }
}

/// <summary>A <see cref="Detectors.Approval"/>.</summary>
internal sealed class StoredApproval
{
    public required long Sequence { get; init; }

    public required long PlannedSequence { get; init; }

    public required string PlannerType { get; init; }

    public required string PlannerId { get; init; }

    public required string ApproverType { get; init; }

    public required string ApproverId { get; init; }

    public required DateTimeOffset At { get; init; }
}
