using Governance.Audit.Merkle;
using Governance.ServiceDefaults;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Audit.Log;

/// <summary>The tree as stored does not fit together: nothing is appended to it until someone has looked.</summary>
internal sealed class LogDamagedException(string message) : Exception(message);

/// <summary>Writes entries, the tiles they change and the new head in one transaction, under the lock of the head row.</summary>
internal sealed class LogAppender(NpgsqlDataSource database, FaultPoints faults, TimeProvider clock)
{
    /// <summary>Appends what the log does not hold yet. Whoever holds the head's row lock is the only writer, of all instances.</summary>
    /// <returns>How many entries were new.</returns>
    public async Task<int> AppendAsync(IReadOnlyList<PendingEntry> batch, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (size, root) = await LockHeadAsync(connection, ct);
        faults.Hit("audit.append.after-lock");

        var fresh = await WithoutKnownAsync(connection, batch, ct);
        if (fresh.Count == 0)
            return 0;

        var tree = await LoadTreeAsync(connection, size, ct);
        if (!tree.Root().AsSpan().SequenceEqual(root))
            throw new LogDamagedException("The stored tiles do not give the stored root.");

        var entries = new List<LogEntry>(fresh.Count);
        foreach (var pending in fresh)
        {
            entries.Add(pending.Entry with { Sequence = tree.Size });
            tree.Append(LeafHash(pending));
        }

        await CopyAsync(connection, entries, ct);
        faults.Hit("audit.append.after-entries");
        await SaveTilesAsync(connection, tree.TakeChanged(), ct);
        faults.Hit("audit.append.after-tiles");
        await SaveHeadAsync(connection, tree, ct);
        faults.Hit("audit.append.before-commit");
        await transaction.CommitAsync(ct);
        faults.Hit("audit.append.after-commit");
        return entries.Count;
    }

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

    private static async Task CopyAsync(NpgsqlConnection connection, List<LogEntry> entries, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY entries ({EntryColumns.Names}) FROM STDIN (FORMAT BINARY)", ct);
        foreach (var entry in entries)
        {
            await copy.StartRowAsync(ct);
            foreach (var column in EntryColumns.All)
            {
                if (column.Value(entry) is { } value)
                    await copy.WriteAsync(value, column.Type, ct);
                else
                    await copy.WriteNullAsync(ct);
            }
        }

        await copy.CompleteAsync(ct);
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

    private async Task SaveHeadAsync(NpgsqlConnection connection, GrowingTree tree, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("UPDATE log_head SET size = $1, root_hash = $2, updated_at = $3 WHERE id = 1", connection);
        command.Parameters.Add(new() { Value = tree.Size });
        command.Parameters.Add(new() { Value = tree.Root() });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await command.ExecuteNonQueryAsync(ct);
    }
}
