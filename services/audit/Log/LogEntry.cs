using Governance.Audit.Payloads;

namespace Governance.Audit.Log;

/// <summary>One entry of the log: the envelope that the tree commits to, and columns read from it, for search. Nothing here is ever erased.</summary>
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

    /// <summary>Null when a data subject acted: who, says only the payload.</summary>
    public string? ActorId { get; init; }

    public string? Purpose { get; init; }

    public required string Outcome { get; init; }

    public string? Reason { get; init; }

    /// <summary>Partition that holds the payload, see <see cref="PayloadMonth"/>.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>The envelope's bytes, the data of the leaf.</summary>
    public required byte[] Canonical { get; init; }
}

/// <summary>An entry that waits for its place.</summary>
/// <param name="Details">Still without key and ciphertext.</param>
/// <param name="SecondEncoding">The envelope's bytes, encoded a second time from the event.</param>
/// <param name="Commitment">To the payload, as the second encoding holds it.</param>
internal sealed record PendingEntry(LogEntry Entry, StoredPayload Details, OpenPayload Payload, byte[] Commitment, byte[] SecondEncoding);

/// <summary>A batch that only needs the lock, its place in the log and writing.</summary>
internal sealed record PreparedBatch(IReadOnlyList<LogEntry> Entries, IReadOnlyList<byte[]> LeafHashes, SealedPayloads Payloads);

/// <summary>The tree's state: one row.</summary>
internal sealed class LogHead
{
    public const int TheOnly = 1;

    public int Id { get; init; } = TheOnly;

    public required long Size { get; init; }

    public required byte[] RootHash { get; init; }

    /// <summary>When the last entry was recorded.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Up to 256 neighbouring hashes of the tree's level 8 × <see cref="Level"/>.</summary>
internal sealed class StoredTile
{
    public required int Level { get; init; }

    public required long Index { get; init; }

    public required byte[] Hashes { get; init; }
}
