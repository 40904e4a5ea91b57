using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Security;

/// <summary>Section <c>Encryption</c>.</summary>
internal sealed class EncryptionOptions : IValidatableObject
{
    public const string Section = "Encryption";

    /// <summary>32 bytes, base64. Wraps private signing keys and session keys in the database.</summary>
    [Required]
    public string Key { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var buffer = new byte[64];
        if (!Convert.TryFromBase64String(Key, buffer, out var length) || length != 32)
            yield return new ValidationResult("Encryption:Key must be 32 bytes in base64.", [nameof(Key)]);
    }
}

/// <summary>AES-256-GCM: nonce, tag, ciphertext. The purpose is authenticated, so a value can't be moved to another row.</summary>
internal sealed class KeyVault(IOptions<EncryptionOptions> options)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[] _key = Convert.FromBase64String(options.Value.Key);

    public byte[] Protect(byte[] plain, string purpose)
    {
        var result = new byte[NonceLength + TagLength + plain.Length];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, plain, result.AsSpan(NonceLength + TagLength), result.AsSpan(NonceLength, TagLength), Encoding.UTF8.GetBytes(purpose));
        return result;
    }

    public byte[] Unprotect(byte[] sealedBytes, string purpose)
    {
        var plain = new byte[sealedBytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(
            sealedBytes.AsSpan(0, NonceLength), sealedBytes.AsSpan(NonceLength + TagLength), sealedBytes.AsSpan(NonceLength, TagLength), plain, Encoding.UTF8.GetBytes(purpose));
        return plain;
    }
}
