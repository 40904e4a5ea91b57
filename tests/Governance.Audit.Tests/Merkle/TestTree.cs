using System.Collections.Concurrent;
using Governance.Audit.Merkle;

namespace Governance.Audit.Tests.Merkle;

/// <summary>A tree kept as the service keeps it: in tiles, grown leaf by leaf or in batches.</summary>
internal sealed class TestTree
{
    private readonly Dictionary<TileId, byte[]> _tiles = [];
    private readonly ConcurrentDictionary<LeafRange, byte[]> _ranges = new();
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

    public List<byte[]> Inclusion(long index, long size) => [.. ProofShape.Inclusion(index, size).Select(Hash)];

    public List<byte[]> Consistency(long first, long second) => [.. ProofShape.Consistency(first, second).Select(Hash)];

    // What stands in a proof is the same in every tree that is at least as large, so each is computed from the tiles only once.
    private byte[] Hash(LeafRange range) => _ranges.GetOrAdd(range, r => r.Hash(Node));

    private ReadOnlyMemory<byte> Node(NodeId id) => TileId.NodeHash(_tiles[TileId.Of(id)], id);
}
