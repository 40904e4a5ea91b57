using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Crypto;

/// <summary>Keys of requests and packages, wrapped by the service's key. Deleting a wrapped key makes what it encrypted unreadable for ever.</summary>
internal sealed class KeyVault(IOptions<EncryptionOptions> options)
{
    private readonly Lazy<byte[]> master = new(() => options.Value.KeyBytes());

    /// <summary>A new random key, wrapped.</summary>
    public byte[] NewKey(Guid owner) => SealedBox.Seal(master.Value, RandomNumberGenerator.GetBytes(SealedBox.KeySize), Context(owner));

    public byte[] Unwrap(byte[] wrapped, Guid owner) => SealedBox.Open(master.Value, wrapped, Context(owner));

    /// <summary>Keyed hash of a secret that a person types or carries (code, link), so that the database alone does not give it away.</summary>
    public byte[] Hash(string purpose, Guid owner, string secret) =>
        HMACSHA256.HashData(master.Value, Encoding.UTF8.GetBytes($"{purpose}\n{owner}\n{secret}"));

    private static string Context(Guid owner) => $"key:{owner}";
}

internal sealed class EncryptionOptions
{
    /// <summary>Base64 of 32 bytes.</summary>
    public string Key { get; set; } = "";

    public byte[] KeyBytes() => TryKey() ?? throw new InvalidOperationException("Encryption:Key must be base64 of 32 bytes.");

    public byte[]? TryKey()
    {
        var bytes = new byte[Key.Length];
        return Convert.TryFromBase64String(Key, bytes, out var length) && length == SealedBox.KeySize ? bytes[..length] : null;
    }
}
