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
        return nodes.All(n => tiles.TryGetValue(TileId.Of(n), out var hashes) && TileId.Holds(hashes, n))
            ? [.. ranges.Select(r => r.Hash(n => TileId.NodeHash(tiles[TileId.Of(n)], n)))]
            : null;
    }
}
