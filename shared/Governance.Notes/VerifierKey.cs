using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Governance.Notes;

/// <summary>What a signature line was made with, and what it is therefore a signature of.</summary>
public enum SignatureType
{
    /// <summary>Ed25519 over the note's text (C2SP signed-note).</summary>
    Ed25519 = 1,

    /// <summary>A witness's Ed25519 over a time and the note's text (C2SP tlog-cosignature).</summary>
    Cosignature = 4,
}

/// <summary>A public key under a name, as in <c>name+hex(id)+base64(type ‖ public key)</c>.</summary>
public sealed class VerifierKey
{
    private readonly byte[] _publicKey;

    public VerifierKey(string name, SignatureType type, ReadOnlySpan<byte> publicKey)
    {
        if (!IsName(name))
            throw new ArgumentException("A key's name is not empty and has neither spaces nor a plus sign.", nameof(name));
        if (publicKey.Length != Ed25519.PublicKeyLength)
            throw new ArgumentException("An Ed25519 public key has 32 bytes.", nameof(publicKey));
        (Name, Type, _publicKey) = (name, type, publicKey.ToArray());
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)type, .. publicKey]);
        Id = BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    public string Name { get; }

    /// <summary>First four bytes of SHA-256 over name, newline, type and public key. A hint which key to try, no more.</summary>
    public uint Id { get; }

    public SignatureType Type { get; }

    public ReadOnlySpan<byte> PublicKey => _publicKey;

    public static bool TryParse(string text, [NotNullWhen(true)] out VerifierKey? key)
    {
        key = null;
        if (text.Split('+', 3) is not [var name, { Length: 8 } id, var encoded]
            || !IsName(name)
            || !uint.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var said)
            || StrictBase64.Decode(encoded) is not { Length: 1 + Ed25519.PublicKeyLength } bytes
            || (SignatureType)bytes[0] is not (SignatureType.Ed25519 or SignatureType.Cosignature))
            return false;
        var parsed = new VerifierKey(name, (SignatureType)bytes[0], bytes.AsSpan(1));
        if (parsed.Id != said)
            return false;
        key = parsed;
        return true;
    }

    /// <summary>Whether the signature is this key's, over this text.</summary>
    public bool Verifies(ReadOnlySpan<byte> text, NoteSignature signature)
    {
        if (signature.KeyId != Id || signature.KeyName != Name)
            return false;
        return Type == SignatureType.Ed25519
            ? Ed25519.Verify(_publicKey, text, signature.Bytes)
            : Cosignature.TryRead(signature, out var time, out var bytes) && Ed25519.Verify(_publicKey, Cosignature.Message(time, text), bytes);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Type, .. _publicKey])}");

    internal static bool IsName(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');
}
