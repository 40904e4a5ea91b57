using System.Collections.Frozen;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Consent.Records;

/// <summary>Reads histories with prepared statements; what decisions and writers need of a record, no more.</summary>
internal sealed class HistoryReader
{
    private const string Columns = "r.id, r.version, r.action, r.recorded_at, r.notice_code, r.notice_version, r.expires_at, r.occurred_at, r.demonstrable";
    private const int Lanes = 4;
    private const int MostTogether = 64;

    private static readonly FrozenDictionary<string, ConsentAction> Actions =
        Enum.GetValues<ConsentAction>().ToFrozenDictionary(a => a.ToString(), StringComparer.Ordinal);

    private readonly NpgsqlDataSource _database;
    private readonly Combiner<Asked> _asked;

    public HistoryReader(NpgsqlDataSource database)
    {
        _database = database;
        _asked = new(Lanes, MostTogether, _ => 1, _ => [], ReadTogetherAsync);
    }

    /// <summary>Those who ask at the same time are answered by one statement, which begins after the last of them asked.</summary>
    public Task<ConsentEntry[]> ReadAsync(StreamKey key, CancellationToken ct)
    {
        var asked = new Asked(key);
        _asked.Add(asked);
        return asked.Answer.Task.WaitAsync(ct);
    }

    /// <summary>Many histories in one round trip, in the order of their keys.</summary>
    public async Task<ConsentEntry[][]> ReadManyAsync(IReadOnlyList<StreamKey> keys, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        return await ReadManyAsync(keys, connection, null, ct);
    }

    public static async Task<ConsentEntry[][]> ReadManyAsync(IReadOnlyList<StreamKey> keys, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct)
    {
        // The lateral join keeps to the index for each key, whatever the planner believes of the table's size.
        await using var command = new NpgsqlCommand($"""
            SELECT k.n, h.* FROM unnest($1, $2) WITH ORDINALITY AS k (subject, purpose, n)
            CROSS JOIN LATERAL (SELECT {Columns} FROM consent_records r WHERE r.subject = k.subject AND r.purpose_code = k.purpose ORDER BY r.version) h
            """, connection, transaction);
        command.Parameters.Add(new() { Value = keys.Select(k => k.Subject).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = keys.Select(k => k.Purpose).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await command.PrepareAsync(ct);
        var found = new List<ConsentEntry>?[keys.Count];
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            (found[reader.GetInt64(0) - 1] ??= []).Add(Entry(reader, 1));
        return [.. found.Select(entries => entries is null ? [] : entries.ToArray())];
    }

    /// <summary>After whoever holds the histories' lock has committed; nobody else gets it until the transaction ends.</summary>
    public static async Task<ConsentEntry[][]> ReadLockedAsync(IReadOnlyList<StreamKey> keys, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using (var locks = new NpgsqlCommand("SELECT pg_advisory_xact_lock(h) FROM (SELECT DISTINCT hashtextextended(k, 0) AS h FROM unnest($1) k ORDER BY 1) o", transaction.Connection, transaction))
        {
            locks.Parameters.Add(new() { Value = keys.Select(k => $"{k.Subject}/{k.Purpose}").ToArray() });
            await locks.ExecuteNonQueryAsync(ct);
        }
        return await ReadManyAsync(keys, transaction.Connection!, transaction, ct);
    }

    private async Task ReadTogetherAsync(IReadOnlyList<Asked> asked)
    {
        try
        {
            var histories = await ReadManyAsync([.. asked.Select(a => a.Key)], CancellationToken.None);
            foreach (var (one, history) in asked.Zip(histories))
                one.Answer.TrySetResult(history);
        }
        catch (Exception exception)
        {
            foreach (var one in asked)
                one.Answer.TrySetException(exception);
        }
    }

    private static ConsentEntry Entry(NpgsqlDataReader row, int first) => new(
        row.GetGuid(first),
        row.GetInt32(first + 1),
        Actions[row.GetString(first + 2)],
        row.GetFieldValue<DateTimeOffset>(first + 3),
        row.IsDBNull(first + 4) ? null : new NoticeReference(row.GetString(first + 4), row.GetInt32(first + 5)),
        row.IsDBNull(first + 6) ? null : row.GetFieldValue<DateTimeOffset>(first + 6),
        row.IsDBNull(first + 7) ? null : row.GetFieldValue<DateTimeOffset>(first + 7),
        row.GetBoolean(first + 8));

    private sealed record Asked(StreamKey Key)
    {
        public TaskCompletionSource<ConsentEntry[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
