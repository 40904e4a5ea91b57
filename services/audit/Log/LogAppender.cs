using Governance.Audit.Merkle;
using Governance.Audit.Payloads;
using Governance.ServiceDefaults;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Audit.Log;

/// <summary>The tree as stored does not fit together: nothing is appended to it until someone has looked.</summary>
internal sealed class LogDamagedException(string message) : Exception(message);

/// <summary>Writes entries, their payloads, the tiles they change and the new head in one transaction, under the lock of the head row.</summary>
internal sealed class LogAppender(NpgsqlDataSource database, PayloadWriter payloads, FaultPoints faults)
{
    /// <summary>Appends what the log does not hold yet. Whoever holds the head's row lock is the only writer, of all instances.</summary>
    /// <returns>How many entries were new.</returns>
    public async Task<int> AppendAsync(IReadOnlyList<PendingEntry> batch, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var count = await AppendAsync(connection, batch, ct);
        if (count == 0)
            return 0;
        faults.Hit("audit.append.before-commit");
        await transaction.CommitAsync(ct);
        faults.Hit("audit.append.after-commit");
        return count;
    }

    /// <summary>The same within a transaction of the caller, who commits.</summary>
    public async Task<int> AppendAsync(NpgsqlConnection connection, IReadOnlyList<PendingEntry> batch, CancellationToken ct)
    {
        var (size, root) = await LockHeadAsync(connection, ct);
        faults.Hit("audit.append.after-lock");

        var fresh = await WithoutKnownAsync(connection, batch, ct);
        if (fresh.Count == 0)
            return 0;

        var tree = await LoadTreeAsync(connection, size, ct);
        if (!tree.Root().AsSpan().SequenceEqual(root))
            throw new LogDamagedException("The stored tiles do not give the stored root.");

        for (var i = 0; i < fresh.Count; i++)
        {
            fresh[i] = fresh[i] with { Entry = fresh[i].Entry with { Sequence = tree.Size }, Details = fresh[i].Details with { Sequence = tree.Size } };
            tree.Append(LeafHash(fresh[i]));
        }

        await payloads.WriteAsync(connection, fresh, ct);
        await Copy.RowsAsync(connection, "entries", EntryColumns.All, fresh.Select(p => p.Entry), ct);
        faults.Hit("audit.append.after-entries");
        await SaveTilesAsync(connection, tree.TakeChanged(), ct);
        faults.Hit("audit.append.after-tiles");
        await SaveHeadAsync(connection, tree, fresh[^1].Entry.RecordedAt, ct);
        return fresh.Count;
    }

    /// <summary>Holds off every other writer until the caller's transaction ends.</summary>
    public static Task LockAsync(NpgsqlConnection connection, CancellationToken ct) => LockHeadAsync(connection, ct);

    /// <summary>A bit that flips in memory must not reach the log: both encodings have to give the same hash.</summary>
    private static byte[] LeafHash(PendingEntry pending)
    {
        var hash = MerkleHash.Leaf(pending.Entry.Canonical);
        return hash.AsSpan().SequenceEqual(MerkleHash.Leaf(pending.SecondEncoding))
            ? hash
            : throw new InvalidDataException("The two encodings of an entry differ.");
    }

    private static async Task<(long Size, byte[] Root)> LockHeadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT size, root_hash FROM log_head WHERE id = 1 FOR UPDATE", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1))
            : throw new LogDamagedException("The head of the log is missing.");
    }

    private static async Task<List<PendingEntry>> WithoutKnownAsync(NpgsqlConnection connection, IReadOnlyList<PendingEntry> batch, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT event_id FROM entries WHERE event_id = ANY ($1)", connection);
        command.Parameters.Add(new() { Value = batch.Select(p => p.Entry.EventId).ToArray() });
        var known = new HashSet<Guid>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                known.Add(reader.GetGuid(0));
        }

        return [.. batch.Where(p => known.Add(p.Entry.EventId))];
    }

    private static async Task<GrowingTree> LoadTreeAsync(NpgsqlConnection connection, long size, CancellationToken ct)
    {
        var edge = TileId.Edge(size).ToList();
        var tiles = await TileReader.ReadAsync(connection, edge, ct);
        return edge.TrueForAll(id => tiles.TryGetValue(id, out var hashes) && hashes.Length >= id.WidthAt(size) * MerkleHash.Length)
            ? GrowingTree.Continue(size, tiles)
            : throw new LogDamagedException("A tile at the right edge of the tree is missing or too short.");
    }

    private static async Task SaveTilesAsync(NpgsqlConnection connection, IReadOnlyList<(TileId Id, byte[] Hashes)> tiles, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            INSERT INTO tiles (level, index, hashes) SELECT * FROM unnest($1, $2, $3)
            ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes
            """, connection);
        command.Parameters.Add(new() { Value = tiles.Select(t => t.Id.Level).ToArray() });
        command.Parameters.Add(new() { Value = tiles.Select(t => t.Id.Index).ToArray() });
        command.Parameters.Add(new() { Value = tiles.Select(t => t.Hashes).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task SaveHeadAsync(NpgsqlConnection connection, GrowingTree tree, DateTimeOffset recordedAt, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("UPDATE log_head SET size = $1, root_hash = $2, updated_at = $3 WHERE id = 1", connection);
        command.Parameters.Add(new() { Value = tree.Size });
        command.Parameters.Add(new() { Value = tree.Root() });
        command.Parameters.Add(new() { Value = recordedAt });
        await command.ExecuteNonQueryAsync(ct);
    }
}
