using Governance.Consent.Data;
using Governance.Consent.Decisions;
using Governance.Consent.Decisions.Caching;
using Governance.Contracts;
using Governance.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Governance.Consent.Records;

/// <param name="Event">Null where somebody else tells of it.</param>
internal sealed record Addition(ConsentRecord Record, IEvent? Event);

/// <summary>
/// Appends to histories. Each record takes the next version, and a unique index lets only one writer have it: so what the writer
/// believes of a history was true when it was written, wherever it had it from. Who comes second reads again, now queueing behind a
/// lock so that many writers don't keep overtaking each other.
/// </summary>
internal sealed class RecordWriter(NpgsqlDataSource database, ConsentDbContext db, DecisionInputs inputs, CacheEffects effects, MessageOutbox outbox, OutboxSignal signal, TimeProvider clock)
{
    private const int MaxAttempts = 20;
    private const string Savepoint = "append";

    /// <summary>The transaction that an Idempotency-Key or the caller has begun.</summary>
    public NpgsqlTransaction? Ambient => db.Database.CurrentTransaction?.GetDbTransaction() as NpgsqlTransaction;

    /// <summary>Writes what <paramref name="make"/> adds on top of the histories it is given (in the order of the keys); it may be asked again.</summary>
    public async Task AppendAsync(IReadOnlyList<StreamKey> keys, Func<ConsentEntry[][], IReadOnlyList<Addition>> make, CancellationToken ct)
    {
        var ambient = Ambient;
        var histories = await inputs.HistoriesAsync(keys, ct, ambient);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (ambient is not null)
                    await InsideAsync(ambient, keys, attempt == 1 ? histories : null, make, ct);
                else if (attempt == 1)
                    await AtOnceAsync(make(histories), ct);
                else
                    await QueueingAsync(keys, make, ct);
                return;
            }
            catch (PostgresException exception) when (attempt < MaxAttempts && CameSecond(exception))
            {
                if (ambient is not null)
                    await ambient.RollbackAsync(Savepoint, ct);
            }
        }
    }

    private async Task AtOnceAsync(IReadOnlyList<Addition> additions, CancellationToken ct)
    {
        if (additions.Count == 0)
            return;
        await using var connection = await database.OpenConnectionAsync(ct);
        await InsertAsync(connection, null, additions, ct);
        signal.Set();
    }

    private async Task QueueingAsync(IReadOnlyList<StreamKey> keys, Func<ConsentEntry[][], IReadOnlyList<Addition>> make, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await InsertLockedAsync(connection, transaction, keys, make, ct);
        await transaction.CommitAsync(ct);
        signal.Set();
    }

    private async Task InsideAsync(NpgsqlTransaction ambient, IReadOnlyList<StreamKey> keys, ConsentEntry[][]? histories, Func<ConsentEntry[][], IReadOnlyList<Addition>> make, CancellationToken ct)
    {
        await ambient.SaveAsync(Savepoint, ct);
        if (histories is null)
            await InsertLockedAsync(ambient.Connection!, ambient, keys, make, ct);
        else if (make(histories) is { Count: > 0 } additions)
            await InsertAsync(ambient.Connection!, ambient, additions, ct);
    }

    private async Task InsertLockedAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<StreamKey> keys, Func<ConsentEntry[][], IReadOnlyList<Addition>> make, CancellationToken ct)
    {
        await using (var locks = new NpgsqlCommand("SELECT pg_advisory_xact_lock(h) FROM (SELECT DISTINCT hashtextextended(k, 0) AS h FROM unnest($1) k ORDER BY 1) o", connection, transaction))
        {
            locks.Parameters.Add(new() { Value = keys.Select(k => $"{k.Subject}/{k.Purpose}").ToArray() });
            await locks.ExecuteNonQueryAsync(ct);
        }
        var histories = await HistoryReader.ReadManyAsync(keys, connection, transaction, ct);
        if (make(histories) is { Count: > 0 } additions)
            await InsertAsync(connection, transaction, additions, ct);
    }

    private async Task InsertAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, IReadOnlyList<Addition> additions, CancellationToken ct)
    {
        // In one order over all writers, so that none waits for another that waits for it.
        var records = additions.Select(a => a.Record).OrderBy(r => r.Subject, StringComparer.Ordinal).ThenBy(r => r.PurposeCode, StringComparer.Ordinal).ThenBy(r => r.Version).ToList();
        var messages = additions.Where(a => a.Event is not null).Select(a => outbox.RowOf(a.Event!)).ToList();
        var changed = records.Select(r => new StreamKey(r.Subject, r.PurposeCode)).Distinct().ToList();
        var xid = await RecordInsert.ExecuteAsync(connection, transaction, records, messages, changed, clock.GetUtcNow(), ct);
        effects.Add(xid, changed);
    }

    private static bool CameSecond(PostgresException exception) =>
        exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: ConsentRecordConfiguration.StreamIndex } or { SqlState: PostgresErrorCodes.DeadlockDetected };
}
