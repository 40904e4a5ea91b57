using Governance.Consent.Data;
using Governance.Consent.Decisions.Caching;
using Governance.Consent.Webhooks;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using Npgsql;

namespace Governance.Consent.Import;

/// <summary>
/// Works off imports chunk by chunk. A chunk's records, its counts and its removal are one transaction, so that a worker that dies
/// leaves nothing half done; another one takes over when the lease has run out.
/// </summary>
internal sealed partial class ImportWorker(
    NpgsqlDataSource database, ChunkWriter chunks, MessageOutbox outbox, OutboxSignal signal, EventHeaders headers, CacheBarrier barrier, DecisionCache cache, ImportSignal work, FaultPoints faults, StartupTasks startup, TimeProvider clock, ILogger<ImportWorker> logger)
    : BackgroundService
{
    /// <summary>A chunk that was begun so often and not once committed never will be.</summary>
    private const int MaxAttempts = 5;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BackOff = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await AbandonAsync(stoppingToken);
                if (await ClaimAsync(stoppingToken) is { } job)
                    await TryAsync(job, stoppingToken);
                else
                    await work.WaitAsync(Poll, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnavailable(exception.GetType().Name);
                await Task.Delay(Poll, stoppingToken);
            }
        }
    }

    /// <summary>Uploads whose receiver died: nobody will complete them. And imports with a chunk that fails whenever it is tried: what was recorded before it stays.</summary>
    private async Task AbandonAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            WITH dead AS (
                UPDATE imports SET state = 'Failed', failure_code = CASE state WHEN 'Receiving' THEN 'upload-incomplete' ELSE 'recording-failed' END, ended_at = $1, lease = NULL, leased_until = NULL
                WHERE id IN (SELECT id FROM imports WHERE leased_until < $1 AND (state = 'Receiving' OR state = 'Running' AND attempts >= $2) FOR UPDATE SKIP LOCKED)
                RETURNING id)
            DELETE FROM import_chunks c USING dead WHERE c.import_id = dead.id
            """);
        command.Parameters.Add(ImportStore.P(clock.Now()));
        command.Parameters.Add(ImportStore.P(MaxAttempts));
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<Job?> ClaimAsync(CancellationToken ct)
    {
        var lease = Guid.CreateVersion7(clock.GetUtcNow());
        await using var command = database.CreateCommand("""
            UPDATE imports SET state = 'Running', lease = $1, leased_until = $2, attempts = attempts + 1
            WHERE id = (SELECT id FROM imports WHERE state IN ('Queued', 'Running') AND (leased_until IS NULL OR leased_until < $3) AND attempts < $4 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, source, created_by, attempts
            """);
        command.Parameters.Add(ImportStore.P(lease));
        command.Parameters.Add(ImportStore.P(clock.GetUtcNow() + ImportStore.LeaseTime));
        command.Parameters.Add(ImportStore.P(clock.GetUtcNow()));
        command.Parameters.Add(ImportStore.P(MaxAttempts));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new(row.GetGuid(0), row.GetString(1), row.GetString(2), lease, row.GetInt32(3)) : null;
    }

    private async Task TryAsync(Job job, CancellationToken ct)
    {
        try
        {
            while (await StepAsync(job, ct))
            {
            }
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            LogInterrupted(job.Id, exception.GetType().Name);
            await ReleaseAsync(job, ct);
        }
    }

    /// <summary>Others' imports go first for a while, longer each time.</summary>
    private async Task ReleaseAsync(Job job, CancellationToken ct)
    {
        await using var command = database.CreateCommand("UPDATE imports SET leased_until = $3 WHERE id = $1 AND lease = $2");
        command.Parameters.Add(ImportStore.P(job.Id));
        command.Parameters.Add(ImportStore.P(job.Lease));
        command.Parameters.Add(ImportStore.P(clock.GetUtcNow() + (BackOff * job.Attempt)));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>False when there is no more to do, or the job is no longer ours.</summary>
    private async Task<bool> StepAsync(Job job, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Whoever finds the lease its own holds the row until the chunk is committed.
        await using (var own = new NpgsqlCommand("UPDATE imports SET leased_until = $3 WHERE id = $1 AND lease = $2", connection, transaction) { Parameters = { ImportStore.P(job.Id), ImportStore.P(job.Lease), ImportStore.P(clock.GetUtcNow() + ImportStore.LeaseTime) } })
        {
            if (await own.ExecuteNonQueryAsync(ct) == 0)
                return false;
        }
        var (number, rows) = await NextAsync(connection, transaction, job, ct);
        if (rows is null)
        {
            await CompleteAsync(connection, transaction, job, ct);
            await transaction.CommitAsync(ct);
            signal.Set();
            LogCompleted(job.Id);
            return false;
        }
        var result = await chunks.WriteAsync(connection, transaction, job.Id, job.Source, job.By, rows, clock.Now(), ct);
        await RecordAsync(connection, transaction, job, number, rows.Count, result, clock.GetUtcNow(), ct);
        faults.Hit("consent.import.before-commit");
        await transaction.CommitAsync(ct);
        faults.Hit("consent.import.after-commit");
        signal.Set();
        if (result.Change is { } xid)
        {
            foreach (var row in rows)
                cache.Drop(new(row.Subject, row.Purpose));
            _ = barrier.PassAsync([xid], CancellationToken.None);
        }
        return true;
    }

    private static async Task<(int Number, IReadOnlyList<ImportRow>? Rows)> NextAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Job job, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT number, data FROM import_chunks WHERE import_id = $1 ORDER BY number LIMIT 1", connection, transaction) { Parameters = { ImportStore.P(job.Id) } };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetInt32(0), ImportRow.Unpack(row.GetFieldValue<byte[]>(1))) : (0, null);
    }

    private static async Task RecordAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Job job, int number, int lines, ChunkResult result, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (result.Errors.Count > 0)
            batch.BatchCommands.Add(ImportStore.ErrorsCommand(job.Id, result.Errors));
        foreach (var ended in result.Ended)
            batch.BatchCommands.Add(ImportStore.MessageCommand(ended.Message));
        if (result.Ended.Count > 0)
            batch.BatchCommands.Add(DeliveryLine.Command(result.Ended.Select(e => (e.Key, e.Version)), now));
        batch.BatchCommands.Add(new("DELETE FROM import_chunks WHERE import_id = $1 AND number = $2") { Parameters = { ImportStore.P(job.Id), ImportStore.P(number) } });
        batch.BatchCommands.Add(new("UPDATE imports SET imported = imported + $2, undemonstrable = undemonstrable + $3, rejected = rejected + $4, unchanged = unchanged + $5, attempts = 0 WHERE id = $1")
        {
            Parameters = { ImportStore.P(job.Id), ImportStore.P(result.Imported), ImportStore.P(result.Undemonstrable), ImportStore.P((long)result.Errors.Count), ImportStore.P(lines - result.Imported - result.Errors.Count) },
        });
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task CompleteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Job job, CancellationToken ct)
    {
        await using var complete = new NpgsqlCommand("""
            UPDATE imports SET state = 'Completed', ended_at = $2, lease = NULL, leased_until = NULL WHERE id = $1 RETURNING imported, unchanged, rejected, undemonstrable
            """, connection, transaction) { Parameters = { ImportStore.P(job.Id), ImportStore.P(clock.Now()) } };
        ConsentImportCompleted told;
        await using (var row = await complete.ExecuteReaderAsync(ct))
        {
            await row.ReadAsync(ct);
            told = new(headers.New(null, "consent-import", job.Id), job.Id, job.Source, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
        }
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(ImportStore.MessageCommand(outbox.RowOf(told)));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private sealed record Job(Guid Id, string Source, string By, Guid Lease, int Attempt);

    [LoggerMessage(LogLevel.Warning, "Imports can't be worked off at the moment: {Error}")]
    private partial void LogUnavailable(string error);

    [LoggerMessage(LogLevel.Warning, "Import {Import} was interrupted and is tried again later: {Error}")]
    private partial void LogInterrupted(Guid import, string error);

    [LoggerMessage(LogLevel.Information, "Import {Import} is complete")]
    private partial void LogCompleted(Guid import);
}
