using Governance.Audit.Merkle;
using Governance.Audit.Payloads;
using Governance.ServiceDefaults;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Audit.Log;

/// <summary>The tree as stored does not fit together: nothing is appended to it until someone has looked.</summary>
internal sealed class LogDamagedException(string message) : Exception(message);

/// <summary>What a batch was prepared from has changed meanwhile: it has to be prepared again.</summary>
internal sealed class StaleBatchException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// Writes entries, their payloads, the tiles they change and the new head in one transaction, under the lock of the head row. What needs no lock
/// (hashes, keys, encryption) is done before, while another batch may still be written.
/// </summary>
internal sealed class LogAppender(NpgsqlDataSource database, PayloadWriter payloads, FaultPoints faults)
{
    private const int Tries = 5;
    private const string LockHead = "SELECT size, root_hash FROM log_head WHERE id = 1 FOR UPDATE";

    /// <summary>Appends what the log does not hold yet. Whoever holds the head's row lock is the only writer, of all instances.</summary>
    /// <returns>How many entries were new.</returns>
    public async Task<int> AppendAsync(IReadOnlyList<PendingEntry> batch, CancellationToken ct)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                return await WriteAsync(await PrepareAsync(batch, [], ct), ct);
            }
            catch (StaleBatchException) when (left > 1)
            {
                // Another instance wrote some of it, or an erasure came between.
            }
        }
    }

    /// <summary>The same within a transaction of the caller, who holds the lock and commits.</summary>
    public async Task<int> AppendAsync(NpgsqlConnection connection, IReadOnlyList<PendingEntry> batch, CancellationToken ct) =>
        await WriteAsync(connection, await PrepareAsync(connection, batch, [], ct), ct);

    /// <summary>Leaves out what the log holds already, hashes and encrypts the rest.</summary>
    /// <param name="newKeys">Of the batch that is being written meanwhile: they are not to be found in the database yet.</param>
    public async Task<PreparedBatch> PrepareAsync(IReadOnlyList<PendingEntry> batch, IReadOnlyList<PayloadKey> newKeys, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await PrepareAsync(connection, batch, newKeys, ct);
    }

    /// <returns>How many entries were new.</returns>
    /// <exception cref="StaleBatchException">The batch has to be prepared again.</exception>
    public async Task<int> WriteAsync(PreparedBatch batch, CancellationToken ct)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var count = await WriteAsync(connection, batch, ct);
            faults.Hit("audit.append.before-commit");
            await transaction.CommitAsync(ct);
            faults.Hit("audit.append.after-commit");
            return count;
        }
        catch (PostgresException exception) when (exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_entries_event_id" or "ix_payload_keys_subject_pseudonym" or "ix_payload_keys_month" })
        {
            throw new StaleBatchException("Another instance was faster.", exception);
        }
    }

    private async Task<PreparedBatch> PrepareAsync(NpgsqlConnection connection, IReadOnlyList<PendingEntry> batch, IReadOnlyList<PayloadKey> newKeys, CancellationToken ct)
    {
        var (known, keys) = await KnownAsync(connection, batch, ct);
        var fresh = batch.Where(p => known.Add(p.Entry.EventId)).ToList();
        return new PreparedBatch([.. fresh.Select(p => p.Entry)], [.. fresh.Select(LeafHash)], payloads.Seal(fresh, keys.Concat(newKeys)));
    }

    private async Task<int> WriteAsync(NpgsqlConnection connection, PreparedBatch batch, CancellationToken ct)
    {
        if (batch.Entries.Count == 0)
            return 0;
        var tree = await LoadTreeAsync(connection, ct);
        faults.Hit("audit.append.after-lock");

        var first = tree.Size;
        foreach (var hash in batch.LeafHashes)
            tree.Append(hash);
        await payloads.WriteAsync(connection, batch.Payloads, first, ct);
        await Copy.RowsAsync(connection, "entries", EntryColumns.All, batch.Entries.Select((e, i) => e with { Sequence = first + i }), ct);
        faults.Hit("audit.append.after-entries");
        await SaveTilesAsync(connection, tree.TakeChanged(), ct);
        faults.Hit("audit.append.after-tiles");
        await SaveHeadAsync(connection, tree, batch.Entries[^1].RecordedAt, ct);
        return batch.Entries.Count;
    }

    /// <summary>Holds off every other writer until the caller's transaction ends.</summary>
    public static async Task LockAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(LockHead, connection);
        if (await command.ExecuteScalarAsync(ct) is null)
            throw new LogDamagedException("The head of the log is missing.");
    }

    /// <summary>A bit that flips in memory must not reach the log: both encodings have to give the same hash.</summary>
    private static byte[] LeafHash(PendingEntry pending)
    {
        var hash = MerkleHash.Leaf(pending.Entry.Canonical);
        return hash.AsSpan().SequenceEqual(MerkleHash.Leaf(pending.SecondEncoding))
            ? hash
            : throw new InvalidDataException("The two encodings of an entry differ.");
    }

    /// <summary>Events that have an entry, and the keys of the others' owners.</summary>
    private static async Task<(HashSet<Guid> Events, List<PayloadKey> Keys)> KnownAsync(NpgsqlConnection connection, IReadOnlyList<PendingEntry> batch, CancellationToken ct)
    {
        await using var commands = new NpgsqlBatch(connection);
        var find = new NpgsqlBatchCommand("SELECT event_id FROM entries WHERE event_id = ANY ($1)");
        find.Parameters.Add(new() { Value = batch.Select(p => p.Entry.EventId).ToArray() });
        commands.BatchCommands.Add(find);
        commands.BatchCommands.Add(PayloadKeys.Of(batch.Select(Owner.Of).ToHashSet()));
        var (events, keys) = (new HashSet<Guid>(), new List<PayloadKey>());
        await using var reader = await commands.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            events.Add(reader.GetGuid(0));
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            keys.Add(PayloadKeys.Read(reader));
        return (events, keys);
    }

    /// <summary>Locks the head, then reads what is needed to go on from it.</summary>
    private static async Task<GrowingTree> LoadTreeAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var commands = new NpgsqlBatch(connection);
        commands.BatchCommands.Add(new(LockHead));
        commands.BatchCommands.Add(new($"""
            SELECT t.level, t.index, t.hashes FROM log_head h CROSS JOIN generate_series(0, {(64 / TileId.Height) - 2}) AS l
            JOIN tiles t ON t.level = l AND t.index = h.size >> ({TileId.Height} * (l + 1)) WHERE h.id = {LogHead.TheOnly}
            """));
        await using var reader = await commands.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            throw new LogDamagedException("The head of the log is missing.");
        var (size, root) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        await reader.NextResultAsync(ct);
        var tiles = new Dictionary<TileId, byte[]>();
        while (await reader.ReadAsync(ct))
            tiles[new TileId(reader.GetInt32(0), reader.GetInt64(1))] = reader.GetFieldValue<byte[]>(2);

        if (!TileId.Edge(size).All(id => tiles.TryGetValue(id, out var hashes) && hashes.Length >= id.WidthAt(size) * MerkleHash.Length))
            throw new LogDamagedException("A tile at the right edge of the tree is missing or too short.");
        var tree = GrowingTree.Continue(size, tiles);
        return tree.Root().AsSpan().SequenceEqual(root) ? tree : throw new LogDamagedException("The stored tiles do not give the stored root.");
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
