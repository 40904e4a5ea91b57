using System.Text.Json;

namespace Governance.Consent.Receipts;

internal enum ReceiptFault
{
    /// <summary>Not three base64url parts, or not JSON inside.</summary>
    Malformed,

    /// <summary>Signed, but not as a receipt by ES256.</summary>
    NotAReceipt,
    UnknownKey,

    /// <summary>Its key became known to others.</summary>
    KeyWithdrawn,
    SignatureWrong,
}

/// <param name="Fault">Why it does not verify; null when it does.</param>
/// <param name="Content">What was signed; only when it verifies.</param>
internal sealed record ReceiptCheck(ReceiptFault? Fault, string? KeyId, JsonElement? Content)
{
    public bool Valid => Fault is null;
}

/// <summary>What anybody can do with the published keys, done for them.</summary>
internal sealed class ReceiptVerifier(ReceiptKeyRing keys)
{
    public const int MaxLength = 32 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public async Task<ReceiptCheck> CheckAsync(string text, CancellationToken ct)
    {
        if (text.Length > MaxLength || CompactJws.Parse(text.Trim()) is not { } jws)
            return Wrong(ReceiptFault.Malformed);
        var keyId = jws.Text("kid");
        // RFC 7515 section 4.1.11: extensions that must be understood are not.
        if (jws.Text("alg") != CompactJws.Algorithm || jws.Text("typ") != ReceiptIssuer.Type || keyId is null || jws.Header.TryGetProperty("crit", out _))
            return Wrong(ReceiptFault.NotAReceipt, keyId);
        var all = await keys.GetAllAsync(ct);
        if (all.FirstOrDefault(k => k.Row.Id == keyId) is not { } key)
            return Wrong(ReceiptFault.UnknownKey, keyId);
        if (!jws.Verifies(key.Key))
            return Wrong(ReceiptFault.SignatureWrong, keyId);
        return key.Row.WithdrawnAt is not null ? Wrong(ReceiptFault.KeyWithdrawn, keyId) : Parse(jws.Payload, keyId);
    }

    /// <summary>A key that is only referred to may sign other things elsewhere: what it signed has to be a receipt of ours.</summary>
    private static ReceiptCheck Parse(byte[] payload, string keyId)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, Strict);
            return document.RootElement is { ValueKind: JsonValueKind.Object } content && content.TryGetProperty("iss", out var issuer) && issuer.ValueKind == JsonValueKind.String && issuer.GetString() == ReceiptIssuer.Issuer
                ? new(null, keyId, content.Clone())
                : Wrong(ReceiptFault.NotAReceipt, keyId);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Wrong(ReceiptFault.NotAReceipt, keyId);
        }
    }

    private static ReceiptCheck Wrong(ReceiptFault fault, string? keyId = null) => new(fault, keyId, null);
}
