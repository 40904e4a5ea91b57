using Governance.Audit.Merkle;

namespace Governance.Audit.Tests.Merkle;

/// <summary>A tree kept as the service keeps it: in tiles, grown leaf by leaf or in batches.</summary>
internal sealed class TestTree
{
    private readonly Dictionary<TileId, byte[]> tiles = [];
    private readonly Dictionary<NodeId, byte[]> nodes = [];
    private GrowingTree growing = new();

    public long Size => growing.Size;

    public void Append(IEnumerable<byte[]> data)
    {
        foreach (var item in data)
            growing.Append(MerkleHash.Leaf(item));
        foreach (var (id, hashes) in growing.TakeChanged())
            tiles[id] = hashes;
    }

    public void Reload() => growing = GrowingTree.Continue(Size, tiles);

    public byte[] Root() => growing.Root();

    public byte[] Root(long size) => new LeafRange(0, size).Hash(Node);

    public List<byte[]> Inclusion(long index, long size) => [.. ProofShape.Inclusion(index, size).Select(r => r.Hash(Node))];

    public List<byte[]> Consistency(long first, long second) => [.. ProofShape.Consistency(first, second).Select(r => r.Hash(Node))];

    // Complete subtrees never change, so each is computed from its tile only once.
    private ReadOnlyMemory<byte> Node(NodeId id)
    {
        if (!nodes.TryGetValue(id, out var hash))
            nodes[id] = hash = TileId.NodeHash(tiles[TileId.Of(id)], id);
        return hash;
    }
}
