using Governance.Consent.Data;
using Governance.Consent.Decisions;
using Governance.Consent.Decisions.Caching;
using Governance.Contracts;
using Governance.Messaging.Idempotency;
using Governance.Messaging.Outbox;
using Npgsql;

namespace Governance.Consent.Records;

/// <param name="Event">Null where somebody else tells of it.</param>
internal sealed record Addition(ConsentRecord Record, IEvent? Event);

/// <summary>
/// Appends to histories; nothing else does, but imports. Each record takes the next version, and a unique index lets only one writer
/// have it: so what the writer believes of a history was true when it was written, wherever it had it from. Who comes second reads
/// again, now queueing behind a lock. Outside a transaction of the caller's, all that is added at the same time is written together.
/// </summary>
internal sealed class RecordWriter(AmbientTransaction begun, DecisionInputs inputs, CacheEffects effects, RecordQueue queue, MessageOutbox outbox, TimeProvider clock)
{
    private const int MaxAttempts = 20;
    private const string Savepoint = "append";

    /// <summary>The transaction that an Idempotency-Key or the caller has begun.</summary>
    public NpgsqlTransaction? Ambient => begun.Current;

    /// <summary>Writes what <paramref name="make"/> adds on top of the histories it is given (in the order of the keys); it may be asked again.</summary>
    /// <param name="keep">The answer to keep under an Idempotency-Key, asked for after <paramref name="make"/>; only outside a transaction of the caller's.</param>
    public async Task AppendAsync(IReadOnlyList<StreamKey> keys, Func<ConsentEntry[][], IReadOnlyList<Addition>> make, CancellationToken ct, Func<IdempotencyRecord?>? keep = null)
    {
        if (Ambient is { } ambient)
            await InsideAsync(ambient, keys, make, ct);
        else if (await queue.AppendAsync(new(keys, make, keep), ct) is { } transaction)
            effects.Add(transaction, keys);
    }

    private async Task InsideAsync(NpgsqlTransaction ambient, IReadOnlyList<StreamKey> keys, Func<ConsentEntry[][], IReadOnlyList<Addition>> make, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var histories = attempt == 1 ? await inputs.HistoriesAsync(keys, ct, ambient) : null;
            await ambient.SaveAsync(Savepoint, ct);
            try
            {
                var rows = new RecordRows();
                rows.Add(make(histories ?? await HistoryReader.ReadLockedAsync(keys, ambient, ct)), outbox);
                if (rows.Records.Count == 0)
                    return;
                rows.Sort();
                var transaction = await RecordInsert.ExecuteAsync(ambient.Connection!, ambient, rows, clock.GetUtcNow(), ct);
                effects.Add(transaction, rows.Changed);
                return;
            }
            catch (PostgresException exception) when (attempt < MaxAttempts && RecordQueue.CameSecond(exception))
            {
                await ambient.RollbackAsync(Savepoint, ct);
            }
        }
    }
}
