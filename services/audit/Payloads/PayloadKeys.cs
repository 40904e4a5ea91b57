using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Audit.Payloads;

/// <summary>The statements on the table of keys.</summary>
internal static class PayloadKeys
{
    private const string Columns = "id, subject_pseudonym, month, created_at, wrapped";

    /// <summary>The keys of these owners.</summary>
    public static NpgsqlBatchCommand Of(IReadOnlyCollection<Owner> owners) => Command(
        $"SELECT {Columns} FROM payload_keys WHERE subject_pseudonym = ANY ($1) UNION ALL SELECT {Columns} FROM payload_keys WHERE month = ANY ($2)",
        new() { Value = owners.Where(o => o.Subject is not null).Select(o => o.Subject!).ToArray() },
        new() { Value = owners.Where(o => o.Month is not null).Select(o => o.Month!.Value).ToArray() });

    /// <summary>How many of these there still are.</summary>
    public static NpgsqlBatchCommand Count(IReadOnlyCollection<Guid> ids) =>
        Command("SELECT count(*) FROM payload_keys WHERE id = ANY ($1)", new NpgsqlParameter { Value = ids.ToArray() });

    public static NpgsqlBatchCommand Add(IReadOnlyCollection<PayloadKey> keys) => Command(
        $"INSERT INTO payload_keys ({Columns}) SELECT * FROM unnest($1, $2, $3, $4, $5)",
        new() { Value = keys.Select(k => k.Id).ToArray() },
        new() { Value = keys.Select(k => k.SubjectPseudonym).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        new() { Value = keys.Select(k => k.Month).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date },
        new() { Value = keys.Select(k => k.CreatedAt).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
        new() { Value = keys.Select(k => k.Wrapped).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });

    public static async IAsyncEnumerable<PayloadKey> ByIdAsync(NpgsqlConnection connection, IReadOnlyCollection<Guid> ids, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT {Columns} FROM payload_keys WHERE id = ANY ($1)", connection);
        command.Parameters.Add(new() { Value = ids.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return Read(reader);
    }

    /// <summary>The row the reader stands on.</summary>
    public static PayloadKey Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        SubjectPseudonym = reader.IsDBNull(1) ? null : reader.GetString(1),
        Month = reader.IsDBNull(2) ? null : reader.GetFieldValue<DateOnly>(2),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(3),
        Wrapped = reader.GetFieldValue<byte[]>(4),
    };

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
