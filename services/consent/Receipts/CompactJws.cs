using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Governance.Consent.Receipts;

/// <param name="Header">Protected header, JSON.</param>
internal sealed record ParsedJws(JsonElement Header, byte[] Payload, byte[] Signature, byte[] SignedBytes)
{
    public string? Text(string member) =>
        Header.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>JWS compact serialisation (RFC 7515) with ES256 (RFC 7518 section 3.4).</summary>
internal static class CompactJws
{
    public const string Algorithm = "ES256";

    private const int SignatureLength = 64;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static string Sign(ECDsa key, string keyId, string type, byte[] payload)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new { alg = Algorithm, kid = keyId, typ = type });
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Null unless it is three canonical base64url parts with a JSON object as header and a signature of the right length.</summary>
    public static ParsedJws? Parse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3 || Decode(parts[0]) is not { } header || Decode(parts[1]) is not { } payload || Decode(parts[2]) is not { Length: SignatureLength } signature)
            return null;
        try
        {
            using var document = JsonDocument.Parse(header, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object && IsReadable(document.RootElement)
                ? new ParsedJws(document.RootElement.Clone(), payload, signature, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"))
                : null;
        }
        // Half a surrogate pair is found only when the text is asked for.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsReadable(JsonElement header) => header.EnumerateObject().All(m => m.Name is not null && (m.Value.ValueKind != JsonValueKind.String || m.Value.GetString() is not null));

    public static bool Verifies(this ParsedJws jws, ECDsa key) =>
        key.VerifyData(jws.SignedBytes, jws.Signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private static byte[]? Decode(string part)
    {
        // One text per value: padding, white space and stray bits behind the last byte would make others that "also" verify.
        if (part.Length == 0 || !Base64Url.IsValid(part))
            return null;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        return Base64Url.TryDecodeFromChars(part, bytes, out var written) && Base64Url.EncodeToString(bytes.AsSpan(0, written)) == part ? bytes[..written] : null;
    }
}
