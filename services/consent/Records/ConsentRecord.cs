namespace Governance.Consent.Records;

internal enum GivenBy
{
    Subject,

    /// <summary>The holder of parental responsibility (GDPR Art. 8(1)).</summary>
    Guardian,
}

/// <summary>What a data subject said about a purpose, with all it takes to demonstrate it (GDPR Art. 7(1)). Append-only.</summary>
internal sealed class ConsentRecord
{
    public required Guid Id { get; init; }

    /// <summary>Pseudonym of the data subject.</summary>
    public required string Subject { get; init; }

    public required string PurposeCode { get; init; }

    /// <summary>Version of the purpose in force at the time.</summary>
    public required int PurposeVersion { get; init; }

    /// <summary>Position in the history of this subject and purpose, from 1 without gaps.</summary>
    public required int Version { get; init; }

    public required ConsentAction Action { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>When it happened, where that is earlier than when it was recorded.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    public string? NoticeCode { get; init; }

    public int? NoticeVersion { get; init; }

    public string? Language { get; init; }

    /// <summary>SHA-256 of the text shown, lower-case hex.</summary>
    public string? ContentHash { get; init; }

    public string? WithdrawalMethod { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How it was expressed, for example <c>web-form</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Where it was expressed, for example <c>shop-checkout</c>.</summary>
    public required string Source { get; init; }

    public required GivenBy GivenBy { get; init; }

    /// <summary>Country whose age of consent was applied.</summary>
    public string? Country { get; init; }

    public required string RecordedBy { get; init; }

    /// <summary>The record that this one confirms, or whose consent it ends.</summary>
    public Guid? RelatesTo { get; init; }

    /// <summary>Why it was invalidated or revoked, a code.</summary>
    public string? Reason { get; init; }

    /// <summary>False for imported consent that came without evidence: it can't be shown to have been given (GDPR Art. 7(1)).</summary>
    public bool Demonstrable { get; init; } = true;

    /// <summary>Where the evidence of an imported record is kept.</summary>
    public string? Evidence { get; init; }

    public Guid? ImportId { get; init; }

    public StreamKey Key => new(Subject, PurposeCode);

    public ConsentEntry ToEntry() => new(
        Id,
        Version,
        Action,
        RecordedAt,
        NoticeCode is { } code && NoticeVersion is { } number ? new NoticeReference(code, number) : null,
        ExpiresAt,
        OccurredAt,
        Demonstrable);
}
