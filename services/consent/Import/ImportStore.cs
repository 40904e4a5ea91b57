using Governance.Messaging.Outbox;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Consent.Import;

/// <summary>The upload's statements: chunks and errors as they come, memory does not grow with the file.</summary>
internal sealed class ImportStore(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>An upload (or a worker) that shows nothing for so long has died.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    /// <summary>Keeps an upload alive, however slowly its lines come in, until cancelled.</summary>
    public async Task HoldAsync(Guid import, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(LeaseTime / 10);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
                await ProlongAsync(import, ct);
        }
        catch (OperationCanceledException)
        {
            // The upload has ended.
        }
    }

    private async Task ProlongAsync(Guid import, CancellationToken ct)
    {
        try
        {
            await using var command = database.CreateCommand("UPDATE imports SET leased_until = $2 WHERE id = $1 AND state = 'Receiving'");
            command.Parameters.Add(P(import));
            command.Parameters.Add(P(clock.GetUtcNow() + LeaseTime));
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (NpgsqlException)
        {
            // The next beat tries again; whether the upload was given up meanwhile its next step finds out.
        }
    }

    /// <summary>One step of an upload: what was found sound, and what was not. False when it has been given up meanwhile.</summary>
    public async Task<bool> AddAsync(Guid import, int number, IReadOnlyList<ImportRow> rows, IReadOnlyList<(long Line, LineProblem Problem)> errors, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var count = new NpgsqlCommand("UPDATE imports SET lines = lines + $2, rejected = rejected + $3, leased_until = $4 WHERE id = $1 AND state = 'Receiving'", connection, transaction))
        {
            count.Parameters.AddRange(new[] { P(import), P((long)rows.Count + errors.Count), P((long)errors.Count), P(clock.GetUtcNow() + LeaseTime) });
            if (await count.ExecuteNonQueryAsync(ct) == 0)
                return false;
        }
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (rows.Count > 0)
            batch.BatchCommands.Add(new("INSERT INTO import_chunks (import_id, number, data) VALUES ($1, $2, $3)") { Parameters = { P(import), P(number), P(ImportRow.Pack(rows)) } });
        if (errors.Count > 0)
            batch.BatchCommands.Add(ErrorsCommand(import, errors));
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public static NpgsqlBatchCommand ErrorsCommand(Guid import, IReadOnlyList<(long Line, LineProblem Problem)> errors) => new("""
        INSERT INTO import_errors (import_id, line, code, field) SELECT $1, * FROM unnest($2, $3, $4) ON CONFLICT DO NOTHING
        """)
    {
        Parameters =
        {
            P(import),
            P(errors.Select(e => e.Line).ToArray()),
            P(errors.Select(e => e.Problem.Code).ToArray()),
            new() { Value = errors.Select(e => e.Problem.Field).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        },
    };

    /// <summary>False when the upload has been given up meanwhile.</summary>
    public async Task<bool> QueueAsync(Guid import, string contentHash, OutboxMessage received, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var queue = new NpgsqlCommand("UPDATE imports SET state = 'Queued', content_hash = $2, leased_until = NULL WHERE id = $1 AND state = 'Receiving'", connection, transaction) { Parameters = { P(import), P(contentHash) } })
        {
            if (await queue.ExecuteNonQueryAsync(ct) == 0)
                return false;
        }
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { MessageCommand(received) } };
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public static NpgsqlBatchCommand MessageCommand(OutboxMessage message) => new("""
        INSERT INTO outbox (id, message_type, body, created_at, visible_at, attempts, trace_parent) VALUES ($1, $2, $3, $4, $4, 0, $5)
        """)
    {
        Parameters = { P(message.Id), P(message.MessageType), P(message.Body), P(message.CreatedAt), new() { Value = (object?)message.TraceParent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text } },
    };

    /// <summary>Ends an upload that broke off: nothing of it is imported. Uploading again is the way on.</summary>
    public async Task FailAsync(Guid import, string code, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("UPDATE imports SET state = 'Failed', failure_code = $2, ended_at = $3, leased_until = NULL WHERE id = $1 AND state = 'Receiving'") { Parameters = { P(import), P(code), P(clock.GetUtcNow()) } });
        batch.BatchCommands.Add(new("DELETE FROM import_chunks WHERE import_id = $1") { Parameters = { P(import) } });
        await batch.ExecuteNonQueryAsync(ct);
    }

    public static NpgsqlParameter P<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
