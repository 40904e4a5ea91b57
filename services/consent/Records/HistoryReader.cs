using System.Collections.Frozen;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Consent.Records;

/// <summary>Reads histories with prepared statements; what decisions and writers need of a record, no more.</summary>
internal sealed class HistoryReader(NpgsqlDataSource database)
{
    private const string Columns = "r.id, r.version, r.action, r.recorded_at, r.notice_code, r.notice_version, r.expires_at, r.occurred_at, r.demonstrable";

    private static readonly FrozenDictionary<string, ConsentAction> Actions =
        Enum.GetValues<ConsentAction>().ToFrozenDictionary(a => a.ToString(), StringComparer.Ordinal);

    public async Task<ConsentEntry[]> ReadAsync(StreamKey key, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await ReadAsync(key, connection, null, ct);
    }

    /// <summary>In a transaction of the caller's.</summary>
    public static async Task<ConsentEntry[]> ReadAsync(StreamKey key, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT {Columns} FROM consent_records r WHERE r.subject = $1 AND r.purpose_code = $2 ORDER BY r.version", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Subject });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Purpose });
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return [];
        List<ConsentEntry> entries = [Entry(reader, 0)];
        while (await reader.ReadAsync(ct))
            entries.Add(Entry(reader, 0));
        return [.. entries];
    }

    /// <summary>Many histories in one round trip, in the order of their keys.</summary>
    public async Task<ConsentEntry[][]> ReadManyAsync(IReadOnlyList<StreamKey> keys, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
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

    private static ConsentEntry Entry(NpgsqlDataReader row, int first) => new(
        row.GetGuid(first),
        row.GetInt32(first + 1),
        Actions[row.GetString(first + 2)],
        row.GetFieldValue<DateTimeOffset>(first + 3),
        row.IsDBNull(first + 4) ? null : new NoticeReference(row.GetString(first + 4), row.GetInt32(first + 5)),
        row.IsDBNull(first + 6) ? null : row.GetFieldValue<DateTimeOffset>(first + 6),
        row.IsDBNull(first + 7) ? null : row.GetFieldValue<DateTimeOffset>(first + 7),
        row.GetBoolean(first + 8));
}
