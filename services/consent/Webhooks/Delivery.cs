using Governance.Consent.Records;

namespace Governance.Consent.Webhooks;

internal enum DeliveryState
{
    Pending,
    Acknowledged,

    /// <summary>Set aside after the last attempt; later records of the same person and purpose go out without it.</summary>
    Dead,
}

/// <summary>One record on its way to one system. Records of one subject and purpose go out one after the other, in the order of their versions.</summary>
internal sealed class Delivery
{
    public long Id { get; init; }

    public required Guid RecipientId { get; init; }

    public required string Subject { get; init; }

    public required string PurposeCode { get; init; }

    /// <summary>Position in the history of this subject and purpose.</summary>
    public required int Version { get; init; }

    public required Guid RecordId { get; init; }

    public required ConsentAction Action { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public DeliveryState State { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset NextAttemptAt { get; set; }

    public Guid? Lease { get; set; }

    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>The first time, also after a replay.</summary>
    public DateTimeOffset? AcknowledgedAt { get; set; }

    /// <summary>Status of the last answer; null when there was none.</summary>
    public int? LastStatus { get; set; }

    /// <summary>Code of why the last attempt failed.</summary>
    public string? LastError { get; set; }
}
