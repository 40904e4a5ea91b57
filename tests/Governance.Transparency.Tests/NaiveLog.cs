using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Governance.Notes;

namespace Governance.Transparency.Tests;

/// <summary>A log by the definitions of RFC 6962 section 2.1, without any cleverness, that can sign itself.</summary>
internal sealed class NaiveLog(string origin, byte[] seed)
{
    private readonly List<byte[]> _leaves = [];

    public string Origin => origin;

    public VerifierKey Key { get; } = new(origin, SignatureType.Ed25519, Ed25519.PublicKey(seed));

    public NaiveLog Grow(int entries, string content = "entry")
    {
        for (var i = 0; i < entries; i++)
            _leaves.Add(SHA256.HashData([0, .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{content} {_leaves.Count}"))]));
        return this;
    }

    public byte[] Root(int size) => Root(0, size);

    public List<byte[]> Consistency(int old, int size) => old == 0 || old == size ? [] : Subproof(old, 0, size, isWhole: true);

    public List<byte[]> Inclusion(int index, int size) => Path(index, 0, size);

    /// <summary>A signed checkpoint.</summary>
    public SignedNote Checkpoint(int size, byte[]? root = null)
    {
        using var signer = new NoteSigner(origin, SignatureType.Ed25519, seed);
        var note = new SignedNote(new Checkpoint(origin, size, root ?? Root(size)).ToText(), []);
        return note.With([signer.Sign(note.TextBytes, DateTimeOffset.UnixEpoch)]);
    }

    /// <summary>Body of add-checkpoint.</summary>
    public byte[] Request(int old, int size) => Request(old, Consistency(Math.Min(old, size), size), Checkpoint(size));

    public static byte[] Request(int old, IEnumerable<byte[]> proof, SignedNote checkpoint) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"old {old}\n") + string.Concat(proof.Select(p => Convert.ToBase64String(p) + "\n")) + "\n" + checkpoint);

    private byte[] Root(int from, int size)
    {
        if (size <= 1)
            return size == 0 ? SHA256.HashData([]) : _leaves[from];
        var left = Left(size);
        return Join(Root(from, left), Root(from + left, size - left));
    }

    private List<byte[]> Subproof(int old, int from, int size, bool isWhole)
    {
        if (old == size)
            return isWhole ? [] : [Root(from, size)];
        var left = Left(size);
        return old <= left
            ? [.. Subproof(old, from, left, isWhole), Root(from + left, size - left)]
            : [.. Subproof(old - left, from + left, size - left, isWhole: false), Root(from, left)];
    }

    private List<byte[]> Path(int index, int from, int size)
    {
        if (size == 1)
            return [];
        var left = Left(size);
        return index < left ? [.. Path(index, from, left), Root(from + left, size - left)] : [.. Path(index - left, from + left, size - left), Root(from, left)];
    }

    private static int Left(int size) => (int)(BitOperations.RoundUpToPowerOf2((uint)size) / 2);

    private static byte[] Join(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
