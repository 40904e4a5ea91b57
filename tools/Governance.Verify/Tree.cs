using System.Numerics;
using System.Security.Cryptography;

namespace Governance.Verify;

/// <summary>The Merkle tree of RFC 6962, recomputed from its definitions.</summary>
internal static class Tree
{
    public static byte[] Leaf(ReadOnlySpan<byte> entry) => SHA256.HashData([0, .. entry]);

    public static byte[] Join(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => SHA256.HashData([1, .. left, .. right]);

    /// <summary>Root that a leaf and the hashes beside its way lead to; null when there are too few or too many of them.</summary>
    public static byte[]? RootFrom(long index, long size, byte[] leaf, IReadOnlyList<byte[]> path)
    {
        if (index < 0 || index >= size)
            return null;
        var used = 0;
        var root = Climb(index, size);
        return used == path.Count ? root : null;

        byte[]? Climb(long at, long count)
        {
            if (count == 1)
                return leaf;
            var left = (long)(BitOperations.RoundUpToPowerOf2((ulong)count) / 2);
            var below = at < left ? Climb(at, left) : Climb(at - left, count - left);
            if (below is null || used >= path.Count)
                return null;
            var beside = path[used++];
            return at < left ? Join(below, beside) : Join(beside, below);
        }
    }
}

/// <summary>Computes a root from leaf hashes that come one after another. Keeps one hash per level.</summary>
internal sealed class Accumulator
{
    private readonly List<(int Level, byte[] Hash)> _complete = [];

    public long Size { get; private set; }

    public void Add(byte[] leaf)
    {
        var (level, hash) = (0, leaf);
        while (_complete.Count > 0 && _complete[^1].Level == level)
        {
            hash = Tree.Join(_complete[^1].Hash, hash);
            _complete.RemoveAt(_complete.Count - 1);
            level++;
        }

        _complete.Add((level, hash));
        Size++;
    }

    public byte[] Root()
    {
        if (_complete.Count == 0)
            return SHA256.HashData([]);
        var root = _complete[^1].Hash;
        for (var i = _complete.Count - 2; i >= 0; i--)
            root = Tree.Join(_complete[i].Hash, root);
        return root;
    }
}
