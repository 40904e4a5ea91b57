using System.Security.Cryptography;

namespace Governance.Notes;

/// <summary>A private key under a name. Signs notes, or cosigns checkpoints, by its type.</summary>
public sealed class NoteSigner : IDisposable
{
    private readonly byte[] _seed;

    public NoteSigner(string name, SignatureType type, ReadOnlySpan<byte> seed)
    {
        Key = new VerifierKey(name, type, Ed25519.PublicKey(seed));
        _seed = seed.ToArray();
    }

    /// <summary>What others need to check its signatures.</summary>
    public VerifierKey Key { get; }

    /// <param name="now">Stands in a cosignature; a plain signature has no time.</param>
    public NoteSignature Sign(ReadOnlySpan<byte> text, DateTimeOffset now)
    {
        if (Key.Type == SignatureType.Ed25519)
            return new NoteSignature(Key.Name, Key.Id, Ed25519.Sign(_seed, text));
        var time = now.ToUnixTimeSeconds();
        return new NoteSignature(Key.Name, Key.Id, Cosignature.Bytes(time, Ed25519.Sign(_seed, Cosignature.Message(time, text))));
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_seed);
}
