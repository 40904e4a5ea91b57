namespace Governance.Audit.Log;

/// <summary>One entry of the log. <see cref="Canonical"/> is what the tree commits to; the other fields are read from it, for search.</summary>
internal sealed record LogEntry
{
    /// <summary>Position in the log, from 0 without gaps: the index of the leaf.</summary>
    public required long Sequence { get; init; }

    public required Guid EventId { get; init; }

    /// <summary>UTC, when it happened in the source service.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>UTC, when this service took it in.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    public required string Source { get; init; }

    /// <summary>Name of the event's type, for example <c>PlanApproved</c>.</summary>
    public required string Action { get; init; }

    public required string ActorType { get; init; }

    public required string ActorId { get; init; }

    public string? OnBehalfOf { get; init; }

    public required string ObjectType { get; init; }

    public required string ObjectId { get; init; }

    public int? ObjectVersion { get; init; }

    public string? SubjectPseudonym { get; init; }

    public string? Purpose { get; init; }

    public required string Outcome { get; init; }

    public string? Reason { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>Canonical JSON of the entry, the data of its leaf.</summary>
    public required byte[] Canonical { get; init; }
}

/// <summary>An entry that waits for its place, with the same bytes encoded a second time.</summary>
internal sealed record PendingEntry(LogEntry Entry, byte[] SecondEncoding);

/// <summary>The tree's state: one row.</summary>
internal sealed class LogHead
{
    public const int TheOnly = 1;

    public int Id { get; init; } = TheOnly;

    public required long Size { get; init; }

    public required byte[] RootHash { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Up to 256 neighbouring hashes of the tree's level 8 × <see cref="Level"/>.</summary>
internal sealed class StoredTile
{
    public required int Level { get; init; }

    public required long Index { get; init; }

    public required byte[] Hashes { get; init; }
}
