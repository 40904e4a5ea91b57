using Governance.Audit.Merkle;

namespace Governance.Audit.Tests.Merkle;

/// <summary>Roots of the first leaves of a tile.</summary>
internal sealed class GrowingTreeOf(byte[] leaves)
{
    public byte[] Root(int size)
    {
        var tree = new GrowingTree();
        foreach (var leaf in leaves.Chunk(MerkleHash.Length).Take(size))
            tree.Append(leaf);
        return tree.Root();
    }
}
