using System.Numerics;

namespace Governance.Audit.Merkle;

/// <summary>A complete subtree: the node at <paramref name="Level"/> (leaves are level 0) covering 2^level leaves.</summary>
internal readonly record struct NodeId(int Level, long Index);

/// <summary>Leaves <paramref name="From"/> up to, not including, <paramref name="To"/>: a subtree of the Merkle tree.</summary>
internal readonly record struct LeafRange(long From, long To)
{
    public long Size => To - From;

    /// <summary>Where RFC 9162 splits a tree: the largest power of two smaller than its size.</summary>
    public long Split => From + (long)(BitOperations.RoundUpToPowerOf2((ulong)Size) / 2);

    /// <summary>The complete subtrees that make up the range, from left to right, largest first.</summary>
    public IEnumerable<NodeId> Cover()
    {
        var from = From;
        while (from < To)
        {
            var level = BitOperations.Log2((ulong)(To - from));
            yield return new NodeId(level, from >> level);
            from += 1L << level;
        }
    }

    /// <summary>Hash of the range, given the hashes of its complete subtrees.</summary>
    public byte[] Hash(Func<NodeId, ReadOnlyMemory<byte>> node)
    {
        byte[]? hash = null;
        foreach (var id in Cover().Reverse())
            hash = hash is null ? node(id).ToArray() : MerkleHash.Node(node(id).Span, hash);
        return hash ?? MerkleHash.Empty();
    }
}
