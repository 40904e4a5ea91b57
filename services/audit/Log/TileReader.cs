using Governance.Audit.Merkle;
using Npgsql;

namespace Governance.Audit.Log;

internal static class TileReader
{
    /// <summary>The stored tiles of these ids; one that is not stored is left out.</summary>
    public static async Task<Dictionary<TileId, byte[]>> ReadAsync(NpgsqlConnection connection, IReadOnlyCollection<TileId> ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT t.level, t.index, t.hashes FROM tiles t
            JOIN unnest($1, $2) AS wanted (level, index) ON t.level = wanted.level AND t.index = wanted.index
            """, connection);
        command.Parameters.Add(new() { Value = ids.Select(i => i.Level).ToArray() });
        command.Parameters.Add(new() { Value = ids.Select(i => i.Index).ToArray() });
        var tiles = new Dictionary<TileId, byte[]>(ids.Count);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            tiles[new TileId(reader.GetInt32(0), reader.GetInt64(1))] = reader.GetFieldValue<byte[]>(2);
        return tiles;
    }
}
