using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Receipts;

/// <summary>A private key that lies outside the service's database: the configuration holds where, never what.</summary>
internal sealed class ReferencedKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly ECDsa? _key;

    public ReferencedKey(string reference)
    {
        if (reference.Length == 0)
            return;
        _key = Read(reference);
        Id = PublicJwk.Of(_key).Kid;
        PublicKey = _key.ExportSubjectPublicKeyInfo();
    }

    public bool IsSet => _key is not null;

    public string Id { get; } = "";

    public byte[] PublicKey { get; } = [];

    public ECDsa Key => _key ?? throw new InvalidOperationException("No key is referred to.");

    private static ECDsa Read(string reference)
    {
        var (scheme, name) = (reference[..reference.IndexOf(':', StringComparison.Ordinal)], reference[(reference.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        try
        {
            var pem = scheme == "file" ? File.ReadAllText(name) : Environment.GetEnvironmentVariable(name) ?? throw Unusable();
            var key = ECDsa.Create();
            key.ImportFromPem(pem);
            // Signing shows that the private half is there and the curve is the one ES256 asks for.
            return key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256 && key.SignData([0], HashAlgorithmName.SHA256).Length > 0 ? key : throw Unusable();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw Unusable();
        }
    }

    private static OptionsValidationException Unusable() =>
        new(ReceiptOptions.Section, typeof(ReceiptOptions), ["Receipts:SigningKey names no readable PEM with a private EC P-256 key."]);
}
