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
    private readonly List<byte[]> _entries = [];

    public string Origin => origin;

    public VerifierKey Key { get; } = new(origin, SignatureType.Ed25519, Ed25519.PublicKey(seed));

    public NaiveLog Grow(int entries, string content = "entry")
    {
        for (var i = 0; i < entries; i++)
            Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{content} {_leaves.Count}")));
        return this;
    }

    public int Append(byte[] entry)
    {
        _entries.Add(entry);
        _leaves.Add(SHA256.HashData([0, .. entry]));
        return _leaves.Count - 1;
    }

    public byte[] Entry(int index) => _entries[index];

    /// <summary>C2SP tlog-proof.</summary>
    public string Proof(int index, SignedNote checkpoint, int size) => string.Create(
        CultureInfo.InvariantCulture, $"c2sp.org/tlog-proof@v1\nindex {index}\n{string.Concat(Inclusion(index, size).Select(h => Convert.ToBase64String(h) + "\n"))}\n{checkpoint}");

    /// <summary>Writes checkpoint, tiles and entries of a log of fewer than 65,536 entries as files.</summary>
    public void WriteTo(string folder, SignedNote checkpoint)
    {
        Directory.CreateDirectory(Path.Combine(folder, "tile", "entries"));
        File.WriteAllBytes(Path.Combine(folder, "checkpoint"), checkpoint.ToBytes());
        var upper = new List<byte>();
        for (var from = 0; from < _leaves.Count; from += 256)
        {
            var width = Math.Min(256, _leaves.Count - from);
            WriteTile(folder, "0", from / 256, width, [.. _leaves.Skip(from).Take(width).SelectMany(l => l)]);
            WriteTile(folder, "entries", from / 256, width, [.. _entries.Skip(from).Take(width).SelectMany(e => (byte[])[(byte)(e.Length >> 8), (byte)e.Length, .. e])]);
            if (width == 256)
                upper.AddRange(Root(from, 256));
        }

        if (upper.Count > 0)
            WriteTile(folder, "1", 0, upper.Count / 32, [.. upper]);
    }

    private static void WriteTile(string folder, string level, int index, int width, byte[] content)
    {
        var path = Path.Combine(folder, "tile", level, index.ToString("D3", CultureInfo.InvariantCulture) + (width == 256 ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{width}")));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    public byte[] Root(int size) => Root(0, size);

    public List<byte[]> Consistency(int old, int size) => old == 0 || old == size ? [] : Subproof(old, 0, size, isWhole: true);

    public List<byte[]> Inclusion(int index, int size) => AuditPath(index, 0, size);

    /// <summary>A signed checkpoint.</summary>
    public SignedNote Checkpoint(int size, byte[]? root = null) => Signed(new Checkpoint(origin, size, root ?? Root(size)).ToText());

    public SignedNote Signed(string text)
    {
        using var signer = new NoteSigner(origin, SignatureType.Ed25519, seed);
        var note = new SignedNote(text, []);
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

    private List<byte[]> AuditPath(int index, int from, int size)
    {
        if (size == 1)
            return [];
        var left = Left(size);
        return index < left ? [.. AuditPath(index, from, left), Root(from + left, size - left)] : [.. AuditPath(index - left, from + left, size - left), Root(from, left)];
    }

    private static int Left(int size) => (int)(BitOperations.RoundUpToPowerOf2((uint)size) / 2);

    private static byte[] Join(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
