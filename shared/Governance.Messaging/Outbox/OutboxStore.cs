using Npgsql;
using NpgsqlTypes;

namespace Governance.Messaging.Outbox;

/// <summary>A claimed row.</summary>
internal sealed record ClaimedMessage(Guid Id, string MessageType, string Body, string? TraceParent, int Attempts);

/// <summary>The dispatcher's statements on the outbox table.</summary>
internal sealed class OutboxStore(NpgsqlDataSource database)
{
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15);

    /// <summary>Takes up to <paramref name="count"/> rows that nobody holds, for 15 seconds. Committed at once: a dispatcher that dies holds no lock.</summary>
    public async Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(Guid lease, int count, DateTimeOffset now, CancellationToken ct)
    {
        var command = new NpgsqlBatchCommand("""
            UPDATE outbox SET lease = $1, leased_until = $2, attempts = attempts + 1
            WHERE id = ANY (ARRAY(
                SELECT id FROM outbox
                WHERE visible_at <= $3 AND (leased_until IS NULL OR leased_until < $3)
                ORDER BY visible_at, id LIMIT $4 FOR UPDATE SKIP LOCKED))
            RETURNING id, message_type, body, trace_parent, attempts
            """);
        command.Parameters.Add(new() { Value = lease });
        command.Parameters.Add(new() { Value = now + LeaseTime });
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = count });
        var rows = new List<ClaimedMessage>(count);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = await RelaxedAsync(connection, command, ct);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), await reader.IsDBNullAsync(3, ct) ? null : reader.GetString(3), reader.GetInt32(4)));
        return rows;
    }

    /// <summary>Deletes published rows that still carry this lease.</summary>
    public async Task DeleteAsync(Guid lease, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var command = new NpgsqlBatchCommand("DELETE FROM outbox WHERE id = ANY ($1) AND lease = $2");
        command.Parameters.Add(new() { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = lease });
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = await RelaxedAsync(connection, command, ct);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>One transaction that does not wait for the disk: when the database crashes and forgets it, messages are published once more, and consumers handle each once.</summary>
    private static async Task<NpgsqlBatch> RelaxedAsync(NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken ct)
    {
        var batch = new NpgsqlBatch(connection) { BatchCommands = { new("SELECT set_config('synchronous_commit', 'off', true)"), command } };
        await batch.PrepareAsync(ct);
        return batch;
    }

    /// <summary>Gives rows that could not be published back, each to be tried later.</summary>
    public async Task ReleaseAsync(Guid lease, IReadOnlyList<(Guid Id, DateTimeOffset VisibleAt)> rows, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            UPDATE outbox SET lease = NULL, leased_until = NULL, visible_at = r.visible_at
            FROM unnest($1, $2) AS r (id, visible_at) WHERE outbox.id = r.id AND outbox.lease = $3
            """);
        command.Parameters.Add(new() { Value = rows.Select(r => r.Id).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(r => r.VisibleAt).ToArray() });
        command.Parameters.Add(new() { Value = lease });
        await command.ExecuteNonQueryAsync(ct);
    }
}
