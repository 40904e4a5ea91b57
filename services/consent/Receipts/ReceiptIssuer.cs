namespace Governance.Consent.Receipts;

/// <summary>Makes the receipt of a record: the record in the shape of ISO/IEC TS 27560, signed.</summary>
internal sealed class ReceiptIssuer(RecordDescriber describer, ReceiptKeyRing keys, TimeProvider clock)
{
    /// <summary>The <c>typ</c> of a receipt: what another key of ours signs can't pass as one.</summary>
    public const string Type = "consent-receipt+jwt";

    public const string Issuer = "governance-consent";

    public async Task<IssuedReceipt?> IssueAsync(Guid recordId, CancellationToken ct)
    {
        if (await describer.DescribeAsync(recordId, ct) is not { } record)
            return null;
        var key = await keys.GetSigningKeyAsync(ct);
        var document = new ReceiptDocument(Issuer, clock.GetUtcNow().ToUnixTimeSeconds(), record.Header, record.Processing, record.Party, record.Event);
        return new(CompactJws.Sign(key.Key, key.Public.Kid, Type, document.ToUtf8()), key.Public.Kid);
    }
}

/// <param name="Receipt">JWS in compact serialisation.</param>
internal sealed record IssuedReceipt(string Receipt, string KeyId);
