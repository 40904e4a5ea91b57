using System.Security.Cryptography;
using System.Text;

namespace Governance.Dsar.Crypto;

/// <summary>AES-256-GCM over small values: nonce (12) ‖ ciphertext ‖ tag (16), bound to a context that must be the same when opening.</summary>
internal static class SealedBox
{
    public const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, string context)
    {
        var box = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize, plain.Length), box.AsSpan(NonceSize + plain.Length), Encoding.UTF8.GetBytes(context));
        return box;
    }

    /// <exception cref="CryptographicException">The box was changed or belongs to another key or context.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, string context)
    {
        if (box.Length < NonceSize + TagSize)
            throw new CryptographicException("The sealed value is too short.");
        var plain = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(box[..NonceSize], box[NonceSize..^TagSize], box[^TagSize..], plain, Encoding.UTF8.GetBytes(context));
        return plain;
    }
}
