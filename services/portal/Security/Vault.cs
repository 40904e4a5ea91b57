using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Governance.Portal.Security;

/// <summary>Section <c>Encryption</c>.</summary>
internal sealed class EncryptionOptions : IValidatableObject
{
    public const string Section = "Encryption";

    /// <summary>32 bytes, base64. Seals tokens in the database and the cookie of a sign-in under way.</summary>
    [Required]
    public string Key { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var buffer = new byte[64];
        if (!Convert.TryFromBase64String(Key, buffer, out var length) || length != 32)
            yield return new ValidationResult("Encryption:Key must be 32 bytes in base64.", [nameof(Key)]);
    }
}

/// <summary>AES-256-GCM over JSON: nonce, tag, ciphertext. The purpose is authenticated, so a value can't be moved to another place.</summary>
internal sealed class Vault(IOptions<EncryptionOptions> options)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[] _key = Convert.FromBase64String(options.Value.Key);

    public byte[] Seal<T>(T value, string purpose)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(value);
        var result = new byte[NonceLength + TagLength + plain.Length];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, plain, result.AsSpan(NonceLength + TagLength), result.AsSpan(NonceLength, TagLength), Encoding.UTF8.GetBytes(purpose));
        return result;
    }

    /// <summary>Null when it was not sealed with this key for this purpose.</summary>
    public T? Open<T>(ReadOnlySpan<byte> sealedBytes, string purpose)
        where T : class
    {
        if (sealedBytes.Length < NonceLength + TagLength)
            return null;
        var plain = new byte[sealedBytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_key, TagLength);
        try
        {
            aes.Decrypt(
                sealedBytes[..NonceLength], sealedBytes[(NonceLength + TagLength)..], sealedBytes.Slice(NonceLength, TagLength), plain, Encoding.UTF8.GetBytes(purpose));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        return JsonSerializer.Deserialize<T>(plain);
    }
}
