using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Security;

/// <summary>Section <c>Encryption</c>.</summary>
internal sealed class EncryptionOptions
{
    public const string Section = "Encryption";

    private const int KeySize = 32;

    /// <summary>Base64 of 32 bytes. Seals signing keys and webhook secrets in the database.</summary>
    public string Key { get; set; } = "";

    public byte[]? TryKey()
    {
        var bytes = new byte[Key.Length];
        return Convert.TryFromBase64String(Key, bytes, out var length) && length == KeySize ? bytes[..length] : null;
    }
}

/// <summary>AES-256-GCM: nonce, tag, ciphertext. The context is authenticated, so that a value can't be moved to another row.</summary>
internal sealed class SecretVault(IOptions<EncryptionOptions> options)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly Lazy<byte[]> _key = new(() => options.Value.TryKey() ?? throw new InvalidOperationException("Encryption:Key must be base64 of 32 bytes."));

    public byte[] Seal(byte[] plain, string context)
    {
        var result = new byte[NonceLength + TagLength + plain.Length];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key.Value, TagLength);
        aes.Encrypt(nonce, plain, result.AsSpan(NonceLength + TagLength), result.AsSpan(NonceLength, TagLength), Encoding.UTF8.GetBytes(context));
        return result;
    }

    /// <exception cref="CryptographicException">The value was sealed under another key or context, or changed.</exception>
    public byte[] Open(byte[] value, string context)
    {
        var plain = new byte[value.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_key.Value, TagLength);
        aes.Decrypt(value.AsSpan(0, NonceLength), value.AsSpan(NonceLength + TagLength), value.AsSpan(NonceLength, TagLength), plain, Encoding.UTF8.GetBytes(context));
        return plain;
    }

    /// <summary>A key of 32 bytes for one use only, the same on every instance.</summary>
    public byte[] Derive(string use) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.Value, 32, info: Encoding.UTF8.GetBytes(use));
}
