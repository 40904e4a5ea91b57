namespace Governance.Contracts.Consent.V1;

/// <summary>A system that is told of consents and withdrawals was registered.</summary>
/// <param name="Purposes">Codes of the purposes it is told of; empty for all.</param>
public sealed record RecipientRegistered(EventHeader Header, Guid RecipientId, string RecipientCode, IReadOnlyList<string> Purposes) : IEvent;

public sealed record RecipientChanged(EventHeader Header, Guid RecipientId, bool Enabled, IReadOnlyList<string> Purposes) : IEvent;

public sealed record RecipientSecretRotated(EventHeader Header, Guid RecipientId) : IEvent;

/// <summary>A record could not be delivered to a system and was set aside.</summary>
/// <param name="StreamVersion">Position in the history of this subject and purpose.</param>
/// <param name="Status">HTTP status of the last answer; null when there was none.</param>
public sealed record DeliverySetAside(EventHeader Header, Guid RecipientId, Guid RecordId, string PurposeCode, int StreamVersion, int Attempts, int? Status) : IEvent;

public sealed record DeliveriesReplayed(EventHeader Header, Guid RecipientId, int Count) : IEvent;
