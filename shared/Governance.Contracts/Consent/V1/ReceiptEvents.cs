namespace Governance.Contracts.Consent.V1;

/// <param name="KeyId">JWK thumbprint of the key that signs receipts from <paramref name="SignsFrom"/> on.</param>
/// <param name="WithdrawnKeyIds">Keys that became known to others: receipts signed by them don't verify any more.</param>
public sealed record ReceiptKeyRotated(EventHeader Header, string KeyId, DateTimeOffset SignsFrom, IReadOnlyList<string> WithdrawnKeyIds) : IEvent;
