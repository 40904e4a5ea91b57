using Governance.Audit.Merkle;

namespace Governance.Audit.Tests.Merkle;

/// <summary>A tree kept as the service keeps it: in tiles, grown leaf by leaf or in batches.</summary>
internal sealed class TestTree
{
    private readonly Dictionary<TileId, byte[]> _tiles = [];
    private readonly Dictionary<NodeId, byte[]> _nodes = [];
    private GrowingTree _growing = new();

    public long Size => _growing.Size;

    public void Append(IEnumerable<byte[]> data)
    {
        foreach (var item in data)
            _growing.Append(MerkleHash.Leaf(item));
        foreach (var (id, hashes) in _growing.TakeChanged())
            _tiles[id] = hashes;
    }

    public void Reload() => _growing = GrowingTree.Continue(Size, _tiles);

    public byte[] Root() => _growing.Root();

    public byte[] Root(long size) => new LeafRange(0, size).Hash(Node);

    public List<byte[]> Inclusion(long index, long size) => [.. ProofShape.Inclusion(index, size).Select(r => r.Hash(Node))];

    public List<byte[]> Consistency(long first, long second) => [.. ProofShape.Consistency(first, second).Select(r => r.Hash(Node))];

    // Complete subtrees never change, so each is computed from its tile only once.
    private ReadOnlyMemory<byte> Node(NodeId id)
    {
        if (!_nodes.TryGetValue(id, out var hash))
            _nodes[id] = hash = TileId.NodeHash(_tiles[TileId.Of(id)], id);
        return hash;
    }
}
