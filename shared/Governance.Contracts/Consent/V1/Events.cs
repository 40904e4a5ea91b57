namespace Governance.Contracts.Consent.V1;

/// <param name="LegalBasis">For example <c>consent</c>, <c>legitimateInterest</c>.</param>
public sealed record PurposeDefined(EventHeader Header, Guid PurposeId, string PurposeCode, string LegalBasis) : IEvent;

public sealed record PurposeChanged(EventHeader Header, Guid PurposeId, string PurposeCode, int Version) : IEvent;

public sealed record NoticeCreated(EventHeader Header, Guid NoticeId, string NoticeCode) : IEvent;

/// <param name="Change"><c>material</c> asks for consent again, <c>minor</c> keeps it.</param>
/// <param name="Texts">One per language, with the SHA-256 of the exact text's UTF-8 bytes, hex.</param>
public sealed record NoticePublished(
    EventHeader Header,
    Guid NoticeId,
    string NoticeCode,
    int Version,
    string Change,
    DateTimeOffset EffectiveFrom,
    IReadOnlyList<string> PurposeCodes,
    IReadOnlyList<NoticeTextHash> Texts) : IEvent;

public sealed record NoticeTextHash(string Language, string ContentHash);

/// <param name="StreamVersion">Position in the history of this subject and purpose, from 1 without gaps.</param>
/// <param name="ContentHash">SHA-256 of the text the data subject was shown, hex.</param>
public sealed record ConsentGiven(
    EventHeader Header,
    Guid RecordId,
    string PurposeCode,
    int StreamVersion,
    string NoticeCode,
    int NoticeVersion,
    string Language,
    string ContentHash,
    DateTimeOffset? ExpiresAt) : IEvent;

/// <inheritdoc cref="ConsentGiven"/>
public sealed record ConsentRefused(
    EventHeader Header,
    Guid RecordId,
    string PurposeCode,
    int StreamVersion,
    string NoticeCode,
    int NoticeVersion,
    string Language,
    string ContentHash) : IEvent;

public sealed record ConsentWithdrawn(EventHeader Header, Guid RecordId, string PurposeCode, int StreamVersion) : IEvent;

public sealed record ConsentExpired(EventHeader Header, Guid RecordId, string PurposeCode, int StreamVersion, Guid ExpiredRecordId) : IEvent;

/// <summary>GDPR Art. 21(1): the data subject objects to processing on legitimate interest or public task.</summary>
public sealed record ObjectionRaised(EventHeader Header, Guid RecordId, string PurposeCode, int StreamVersion) : IEvent;

public sealed record ObjectionLifted(EventHeader Header, Guid RecordId, string PurposeCode, int StreamVersion) : IEvent;

/// <summary>Consent was asked for; there is no answer yet.</summary>
public sealed record ConsentRequested(EventHeader Header, Guid RecordId, string PurposeCode, int StreamVersion) : IEvent;

/// <summary>The data subject put the answer off.</summary>
public sealed record ConsentDeferred(EventHeader Header, Guid RecordId, string PurposeCode, int StreamVersion) : IEvent;

/// <summary>Given, but it doesn't count until it is confirmed.</summary>
/// <param name="Confirmation"><c>doubleOptIn</c> or <c>guardian</c>.</param>
public sealed record ConsentPending(EventHeader Header, Guid RecordId, string PurposeCode, int StreamVersion, string Confirmation, DateTimeOffset ConfirmBy) : IEvent;

/// <summary>The consent was found not to have been valid. The reason stands in the header.</summary>
public sealed record ConsentInvalidated(EventHeader Header, Guid RecordId, string PurposeCode, int StreamVersion, Guid EndedRecordId) : IEvent;

/// <summary>Somebody else than the data subject ended the consent. The reason stands in the header.</summary>
public sealed record ConsentRevoked(EventHeader Header, Guid RecordId, string PurposeCode, int StreamVersion, Guid EndedRecordId) : IEvent;

/// <summary>An upload is complete and waits to be worked off.</summary>
public sealed record ConsentImportReceived(EventHeader Header, Guid ImportId, string ImportSource, long Lines, string ContentHash) : IEvent;

/// <summary>Imported records have no events of their own, except those that end what was in force here (docs/decisions/0030).</summary>
/// <param name="Unchanged">Lines that had been imported before.</param>
public sealed record ConsentImportCompleted(EventHeader Header, Guid ImportId, string ImportSource, long Imported, long Unchanged, long Rejected, long Undemonstrable) : IEvent;
