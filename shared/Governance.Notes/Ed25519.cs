using System.Security.Cryptography;

namespace Governance.Notes;

/// <summary>Ed25519 signatures (RFC 8032) by OpenSSL. Keys are raw bytes: a private key is its 32-byte seed.</summary>
public static unsafe class Ed25519
{
    public const int SeedLength = 32;
    public const int PublicKeyLength = 32;
    public const int SignatureLength = 64;

    public static byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        using var key = Private(seed);
        var publicKey = new byte[PublicKeyLength];
        nuint length = PublicKeyLength;
        fixed (byte* to = publicKey)
            Check(LibCrypto.GetPublicKey(key, to, &length) == 1 && length == PublicKeyLength);
        return publicKey;
    }

    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        using var key = Private(seed);
        using var context = LibCrypto.NewDigest();
        Check(!context.IsInvalid && LibCrypto.SignInit(context, 0, 0, 0, key) == 1);
        var signature = new byte[SignatureLength];
        nuint length = SignatureLength;
        fixed (byte* to = signature)
        fixed (byte* from = NotNull(message))
            Check(LibCrypto.Sign(context, to, &length, from, (nuint)message.Length) == 1 && length == SignatureLength);
        return signature;
    }

    /// <returns>False for everything that is not a valid signature, whatever its form.</returns>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyLength || signature.Length != SignatureLength)
            return false;
        try
        {
            using var key = Public(publicKey);
            using var context = LibCrypto.NewDigest();
            if (key.IsInvalid || context.IsInvalid || LibCrypto.VerifyInit(context, 0, 0, 0, key) != 1)
                return false;
            fixed (byte* given = signature)
            fixed (byte* from = NotNull(message))
                return LibCrypto.Verify(context, given, (nuint)signature.Length, from, (nuint)message.Length) == 1;
        }
        finally
        {
            LibCrypto.ClearErrors();
        }
    }

    private static LibCrypto.KeyHandle Private(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength)
            throw new ArgumentException("An Ed25519 private key is a seed of 32 bytes.", nameof(seed));
        fixed (byte* from = seed)
        {
            var key = LibCrypto.NewPrivateKey(LibCrypto.Ed25519, 0, from, SeedLength);
            Check(!key.IsInvalid);
            return key;
        }
    }

    private static LibCrypto.KeyHandle Public(ReadOnlySpan<byte> publicKey)
    {
        fixed (byte* from = publicKey)
            return LibCrypto.NewPublicKey(LibCrypto.Ed25519, 0, from, PublicKeyLength);
    }

    // The address of an empty span is null, which OpenSSL need not accept.
    private static ReadOnlySpan<byte> NotNull(ReadOnlySpan<byte> message) => message.IsEmpty ? "\0"u8 : message;

    private static void Check(bool succeeded)
    {
        if (succeeded)
            return;
        LibCrypto.ClearErrors();
        throw new CryptographicException("OpenSSL refused an Ed25519 operation.");
    }
}
