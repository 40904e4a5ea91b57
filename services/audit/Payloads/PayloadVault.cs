using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Governance.Audit.Payloads;

/// <summary>Section <c>Encryption</c>.</summary>
internal sealed class EncryptionOptions
{
    /// <summary>Base64 of 32 bytes. Wraps the keys of the payloads.</summary>
    public string Key { get; set; } = "";

    public byte[]? TryKey()
    {
        var bytes = new byte[Key.Length];
        return Convert.TryFromBase64String(Key, bytes, out var length) && length == PayloadVault.KeyLength ? bytes[..length] : null;
    }
}

/// <summary>AES-256-GCM: nonce (12) ‖ ciphertext ‖ tag (16). What the ciphertext belongs to is authenticated with it.</summary>
internal sealed class PayloadVault(IOptions<EncryptionOptions> options)
{
    public const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly Lazy<AesGcm> _master = new(() =>
        new AesGcm(options.Value.TryKey() ?? throw new InvalidOperationException("Encryption:Key must be base64 of 32 bytes."), TagLength));

    /// <summary>A new random key, wrapped so that no column of its row can change unnoticed.</summary>
    public PayloadKey NewKey(string? subject, DateOnly? month, DateTimeOffset now)
    {
        var created = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        var row = new PayloadKey { Id = Guid.CreateVersion7(now), SubjectPseudonym = subject, Month = month, CreatedAt = created, Wrapped = [] };
        return row with { Wrapped = Seal(_master.Value, RandomNumberGenerator.GetBytes(KeyLength), Context(row)) };
    }

    /// <exception cref="CryptographicException">The row was changed, or wrapped by another service's key.</exception>
    public AesGcm Unwrap(PayloadKey row) => new(Open(_master.Value, row.Wrapped, Context(row)), TagLength);

    public static byte[] Seal(AesGcm key, OpenPayload payload, Guid eventId) => Seal(key, [.. payload.Nonce, .. payload.Event], eventId.ToByteArray(bigEndian: true));

    /// <exception cref="CryptographicException">The ciphertext was changed, or belongs to another key or entry.</exception>
    public static OpenPayload Open(AesGcm key, byte[] box, Guid eventId)
    {
        var plain = Open(key, box, eventId.ToByteArray(bigEndian: true));
        return plain.Length >= OpenPayload.NonceLength
            ? new OpenPayload(plain[..OpenPayload.NonceLength], plain[OpenPayload.NonceLength..])
            : throw new CryptographicException("The payload is too short.");
    }

    private static byte[] Context(PayloadKey row)
    {
        var owner = row.SubjectPseudonym is null ? "month " + row.Month?.ToString("O", CultureInfo.InvariantCulture) : "subject " + row.SubjectPseudonym;
        Span<byte> created = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(created, row.CreatedAt.UtcTicks);
        return [.. row.Id.ToByteArray(bigEndian: true), .. created, .. Encoding.UTF8.GetBytes(owner)];
    }

    private static byte[] Seal(AesGcm key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var box = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        key.Encrypt(box.AsSpan(0, NonceLength), plain, box.AsSpan(NonceLength, plain.Length), box.AsSpan(NonceLength + plain.Length), context);
        return box;
    }

    private static byte[] Open(AesGcm key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> context)
    {
        if (box.Length < NonceLength + TagLength)
            throw new CryptographicException("The sealed value is too short.");
        var plain = new byte[box.Length - NonceLength - TagLength];
        key.Decrypt(box[..NonceLength], box[NonceLength..^TagLength], box[^TagLength..], plain, context);
        return plain;
    }
}
