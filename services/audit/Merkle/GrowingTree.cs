namespace Governance.Audit.Merkle;

/// <summary>
/// The right edge of a tree: all that is needed to append leaves and to know the root. Every tile that an append fills or
/// begins is handed to the caller by <see cref="TakeChanged"/>.
/// </summary>
internal sealed class GrowingTree
{
    private readonly List<byte[]> _edge = [];
    private readonly Dictionary<TileId, byte[]> _changed = [];

    public long Size { get; private set; }

    /// <summary>Continues a stored tree from the tiles of <see cref="TileId.Edge"/>.</summary>
    public static GrowingTree Continue(long size, IReadOnlyDictionary<TileId, byte[]> tiles)
    {
        var tree = new GrowingTree { Size = size };
        foreach (var id in TileId.Edge(size))
            tiles[id].AsSpan(0, id.WidthAt(size) * MerkleHash.Length).CopyTo(tree.Slot(id.Level));
        return tree;
    }

    public void Append(ReadOnlySpan<byte> leafHash)
    {
        Put(0, leafHash);
        Size++;
    }

    public byte[] Root() => new LeafRange(0, Size).Hash(id => TileId.NodeHash(_edge[id.Level / TileId.Height], id));

    /// <summary>The tiles written since the last call, each as wide as it is now.</summary>
    public IReadOnlyList<(TileId Id, byte[] Hashes)> TakeChanged()
    {
        var result = _changed.Select(t => (t.Key, t.Value[..(t.Key.WidthAt(Size) * MerkleHash.Length)])).ToList();
        _changed.Clear();
        return result;
    }

    private void Put(int level, ReadOnlySpan<byte> hash)
    {
        var position = Size >> (TileId.Height * level);
        var slot = (int)(position & (TileId.Width - 1));
        var tile = Slot(level);
        hash.CopyTo(tile.AsSpan(slot * MerkleHash.Length));
        _changed[new TileId(level, position >> TileId.Height)] = tile;
        if (slot < TileId.Width - 1)
            return;

        _edge[level] = new byte[tile.Length];
        Put(level + 1, TileId.Root(tile));
    }

    private byte[] Slot(int level)
    {
        while (_edge.Count <= level)
            _edge.Add(new byte[TileId.Width * MerkleHash.Length]);
        return _edge[level];
    }
}
