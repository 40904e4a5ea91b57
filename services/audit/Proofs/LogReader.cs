using Governance.Audit.Log;
using Governance.Audit.Merkle;
using Npgsql;

namespace Governance.Audit.Proofs;

/// <summary>Reads the tiles that a set of subtrees needs, in one query, and hashes the subtrees.</summary>
internal sealed class LogReader(NpgsqlDataSource database)
{
    /// <returns>The hash of each range, or null when a tile it needs is missing or too short.</returns>
    public async Task<IReadOnlyList<byte[]>?> HashAsync(IReadOnlyList<LeafRange> ranges, CancellationToken ct)
    {
        var nodes = ranges.SelectMany(r => r.Cover()).ToHashSet();
        await using var connection = await database.OpenConnectionAsync(ct);
        var tiles = await TileReader.ReadAsync(connection, [.. nodes.Select(TileId.Of).Distinct()], ct);
        var hashed = new Dictionary<NodeId, byte[]>(nodes.Count);
        return nodes.All(n => tiles.TryGetValue(TileId.Of(n), out var hashes) && TileId.Holds(hashes, n))
            ? [.. ranges.Select(r => r.Hash(n => Node(n, tiles, hashed)))]
            : null;
    }

    /// <summary>Neighbouring proofs share most of their nodes: each is computed once.</summary>
    private static byte[] Node(NodeId node, Dictionary<TileId, byte[]> tiles, Dictionary<NodeId, byte[]> hashed) =>
        hashed.TryGetValue(node, out var hash) ? hash : hashed[node] = TileId.NodeHash(tiles[TileId.Of(node)], node);
}
