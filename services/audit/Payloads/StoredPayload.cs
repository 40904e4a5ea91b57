namespace Governance.Audit.Payloads;

/// <summary>The part of an entry that can be erased: the event, encrypted, and what is needed to find it.</summary>
internal sealed record StoredPayload
{
    /// <summary>Of the entry.</summary>
    public required long Sequence { get; init; }

    /// <summary>Partition, see <see cref="PayloadMonth"/>.</summary>
    public required DateOnly Month { get; init; }

    public required Guid KeyId { get; init; }

    /// <summary>The data subject concerned, or who acted as one.</summary>
    public string? SubjectPseudonym { get; init; }

    /// <summary>A data subject who acted for somebody else; null when it is the subject concerned.</summary>
    public string? ActingSubject { get; init; }

    public string? OnBehalfOf { get; init; }

    public required string ObjectType { get; init; }

    public required string ObjectId { get; init; }

    public int? ObjectVersion { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>Nonce of the commitment and the event's bytes, encrypted.</summary>
    public required byte[] Sealed { get; init; }
}

/// <summary>A key that payloads are encrypted under, itself encrypted. Deleting it makes them unreadable for ever.</summary>
internal sealed record PayloadKey
{
    public required Guid Id { get; init; }

    /// <summary>Whose payloads; null for a month's payloads that concern nobody.</summary>
    public string? SubjectPseudonym { get; init; }

    /// <summary>Month of the payloads without a data subject; null for a subject's key.</summary>
    public DateOnly? Month { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required byte[] Wrapped { get; init; }
}
