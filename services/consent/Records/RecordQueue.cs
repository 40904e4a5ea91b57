using Governance.Consent.Data;
using Governance.Consent.Decisions;
using Governance.Consent.Decisions.Caching;
using Governance.Messaging.Outbox;
using Npgsql;

namespace Governance.Consent.Records;

/// <summary>
/// Writes what many callers add at the same time as one statement and one commit. No history is in two lanes at once, so thousands who
/// write to the same one wait here, in order and without a connection, while everybody else's records go on beside them.
/// </summary>
internal sealed class RecordQueue
{
    private const int Lanes = 4;
    private const int MostHistories = 128;
    private const int MaxAttempts = 20;

    private readonly NpgsqlDataSource _database;
    private readonly DecisionInputs _inputs;
    private readonly DecisionCache _cache;
    private readonly MessageOutbox _outbox;
    private readonly OutboxHandOver _handOver;
    private readonly OutboxSignal _signal;
    private readonly TimeProvider _clock;
    private readonly Combiner<PendingAppend> _waiting;

    public RecordQueue(NpgsqlDataSource database, DecisionInputs inputs, DecisionCache cache, MessageOutbox outbox, OutboxHandOver handOver, OutboxSignal signal, TimeProvider clock)
    {
        (_database, _inputs, _cache, _outbox, _handOver, _signal, _clock) = (database, inputs, cache, outbox, handOver, signal, clock);
        _waiting = new(Lanes, MostHistories, p => p.Keys.Count, p => p.Keys, WriteAsync);
    }

    /// <summary>Returns the transaction, committed; null when nothing had to be written.</summary>
    public async Task<ulong?> AppendAsync(PendingAppend pending, CancellationToken ct)
    {
        await using var leaving = ct.UnsafeRegister(static (p, token) => ((PendingAppend)p!).Abandon(token), pending);
        _waiting.Add(pending);
        return await pending.Written;
    }

    private async Task WriteAsync(IReadOnlyList<PendingAppend> taken)
    {
        List<PendingAppend> group = [.. taken.Where(p => p.TryBegin())];
        if (group.Count > 0)
            await WriteTogetherAsync(group);
    }

    private async Task WriteTogetherAsync(List<PendingAppend> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var transaction = attempt == 1 ? await AtOnceAsync(group) : await QueueingAsync(group);
                group.ForEach(p => p.Succeed(transaction));
                return;
            }
            catch (PostgresException exception) when (attempt < MaxAttempts && CameSecond(exception))
            {
                // Another process, or a transaction that is open longer, was first: read again, behind the lock.
            }
            catch (PostgresException exception) when (group.Count > 1 && !exception.IsTransient)
            {
                // Rolled back, because of one of them: the others must not suffer from it.
                await ApartAsync(group);
                return;
            }
            catch (Exception exception)
            {
                group.ForEach(p => p.Fail(exception));
                return;
            }
        }
    }

    /// <summary>Those with an Idempotency-Key each by itself, as one of the keys may have been used before.</summary>
    private async Task ApartAsync(List<PendingAppend> group)
    {
        List<PendingAppend> unkeyed = [.. group.Where(p => !p.IsKeyed)];
        var apart = unkeyed.Count > 1 && unkeyed.Count < group.Count ? group.Where(p => p.IsKeyed) : group;
        if (apart != group)
            await WriteTogetherAsync(unkeyed);
        foreach (var one in apart.ToList())
            await WriteTogetherAsync([one]);
    }

    /// <summary>What is known of the histories, from memory or read now, is true if the statement passes.</summary>
    private async Task<ulong?> AtOnceAsync(List<PendingAppend> group)
    {
        StreamKey[] keys = [.. group.SelectMany(p => p.Keys).Distinct()];
        var rows = Make(group, keys, await _inputs.HistoriesAsync(keys, CancellationToken.None));
        if (rows.Records.Count == 0)
            return null;
        await using var connection = await _database.OpenConnectionAsync();
        using var events = _handOver.LeaseFor(rows.Messages);
        return Committed(rows, await RecordInsert.ExecuteAsync(connection, null, rows, _clock.GetUtcNow(), CancellationToken.None), events);
    }

    private async Task<ulong?> QueueingAsync(List<PendingAppend> group)
    {
        StreamKey[] keys = [.. group.SelectMany(p => p.Keys).Distinct()];
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var rows = Make(group, keys, await HistoryReader.ReadLockedAsync(keys, transaction, CancellationToken.None));
        if (rows.Records.Count == 0)
            return null;
        using var events = _handOver.LeaseFor(rows.Messages);
        var id = await RecordInsert.ExecuteAsync(connection, transaction, rows, _clock.GetUtcNow(), CancellationToken.None);
        await transaction.CommitAsync();
        return Committed(rows, id, events);
    }

    /// <summary>Each on top of what those before it in the group have added.</summary>
    private RecordRows Make(List<PendingAppend> group, StreamKey[] keys, ConsentEntry[][] histories)
    {
        var grown = keys.Zip(histories).ToDictionary(p => p.First, p => p.Second);
        var rows = new RecordRows();
        foreach (var pending in group.Where(p => !p.IsDone))
        {
            foreach (var addition in pending.Make([.. pending.Keys.Select(k => grown[k])], rows, _outbox) ?? [])
            {
                var key = addition.Record.Key;
                grown[key] = [.. grown[key], addition.Record.ToEntry()];
            }
        }
        rows.Sort();
        return rows;
    }

    private ulong Committed(RecordRows rows, ulong transaction, OutboxHandOver.Leased events)
    {
        // Before the next group looks.
        foreach (var key in rows.Changed)
            _cache.Drop(key);
        events.Publish();
        if (!events.IsHeld)
            _signal.Set();
        return transaction;
    }

    public static bool CameSecond(PostgresException exception) =>
        exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: ConsentRecordConfiguration.StreamIndex } or { SqlState: PostgresErrorCodes.DeadlockDetected };
}
