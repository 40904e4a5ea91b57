namespace Governance.Audit.Merkle;

/// <summary>
/// A tile holds up to 256 neighbouring node hashes of tree level 8 × <paramref name="Level"/>, as in C2SP tlog-tiles.
/// The seven levels between two tile levels are not stored: they are recomputed from the tile.
/// </summary>
internal readonly record struct TileId(int Level, long Index)
{
    public const int Height = 8;
    public const int Width = 1 << Height;

    /// <summary>The tile from which the hash of a complete subtree can be computed.</summary>
    public static TileId Of(NodeId node) =>
        new(node.Level / Height, (node.Index << (node.Level % Height)) >> Height);

    /// <summary>How many hashes this tile holds in a tree of that size.</summary>
    public int WidthAt(long size) => (int)Math.Clamp((size >> (Height * Level)) - (Index << Height), 0, Width);

    /// <summary>Every tile of a tree that was last filled only in part, lowest level first.</summary>
    public static IEnumerable<TileId> Edge(long size)
    {
        for (var level = 0; size >> (Height * level) > 0; level++)
        {
            var tile = new TileId(level, size >> (Height * (level + 1)));
            if (tile.WidthAt(size) > 0)
                yield return tile;
        }
    }

    /// <summary>Hash of a complete subtree from the hashes of its tile.</summary>
    public static byte[] NodeHash(ReadOnlySpan<byte> tile, NodeId node) => Fold(tile.Slice(Offset(node), Length(node)));

    /// <summary>Whether the tile is wide enough for the subtree.</summary>
    public static bool Holds(ReadOnlySpan<byte> tile, NodeId node) => tile.Length >= Offset(node) + Length(node);

    /// <summary>Hash of a full tile, which stands in the tile level above.</summary>
    public static byte[] Root(ReadOnlySpan<byte> fullTile) => Fold(fullTile[..(Width * MerkleHash.Length)]);

    private static int Offset(NodeId node) => ((int)(node.Index << (node.Level % Height)) & (Width - 1)) * MerkleHash.Length;

    private static int Length(NodeId node) => MerkleHash.Length << (node.Level % Height);

    /// <summary>Root of a complete subtree over 2^n hashes that stand one after another.</summary>
    private static byte[] Fold(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length == MerkleHash.Length)
            return hashes.ToArray();
        var half = hashes.Length / 2;
        return MerkleHash.Node(Fold(hashes[..half]), Fold(hashes[half..]));
    }
}
