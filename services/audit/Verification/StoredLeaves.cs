using Governance.Audit.Log;
using Governance.Audit.Merkle;
using Npgsql;

namespace Governance.Audit.Verification;

/// <summary>Leaf hashes as the tiles hold them, read one tile at a time.</summary>
internal sealed class StoredLeaves(NpgsqlConnection connection)
{
    private (TileId Id, byte[] Hashes)? _tile;

    /// <returns>Null when the tile, or this place in it, is not stored.</returns>
    public async Task<byte[]?> AtAsync(long sequence, CancellationToken ct)
    {
        var id = new TileId(0, sequence >> TileId.Height);
        if (_tile is not { } tile || tile.Id != id)
        {
            var found = await TileReader.ReadAsync(connection, [id], ct);
            _tile = tile = (id, found.GetValueOrDefault(id, []));
        }

        var offset = (int)(sequence & (TileId.Width - 1)) * MerkleHash.Length;
        return offset + MerkleHash.Length <= tile.Hashes.Length ? tile.Hashes[offset..(offset + MerkleHash.Length)] : null;
    }

    /// <summary>Names what most likely happened to a row that is not the one the tree holds.</summary>
    public async Task<FindingKind> ExplainAsync(Difference difference, List<Difference> all, long size, CancellationToken ct)
    {
        var (sequence, hash) = difference;
        var own = await FindAsync(hash, ct);
        if (own is not null)
        {
            // Later rows that all moved up by one: the entry that stood here was taken out.
            var next = all.FirstOrDefault(d => d.Sequence == sequence + 1);
            var isShifted = own == sequence + 1 && (next is null
                ? own == size - 1
                : await AtAsync(sequence + 2, ct) is { } afterNext && afterNext.AsSpan().SequenceEqual(next.LeafHash));
            return isShifted ? FindingKind.Missing : FindingKind.Reordered;
        }

        var expected = await AtAsync(sequence, ct);
        var follower = all.FirstOrDefault(d => d.Sequence == sequence + 1);
        return expected is not null && follower is not null && follower.LeafHash.AsSpan().SequenceEqual(expected)
            ? FindingKind.Inserted
            : FindingKind.Edited;
    }

    private async Task<long?> FindAsync(byte[] hash, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT index, position($1 IN hashes) - 1 FROM tiles WHERE level = 0 AND position($1 IN hashes) > 0 ORDER BY index LIMIT 1
            """, connection);
        command.Parameters.Add(new() { Value = hash });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt64(0) << TileId.Height) + (reader.GetInt32(1) / MerkleHash.Length) : null;
    }
}
