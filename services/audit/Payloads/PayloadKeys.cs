using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Audit.Payloads;

/// <summary>The statements on the table of keys.</summary>
internal static class PayloadKeys
{
    private const string Columns = "id, subject_pseudonym, month, created_at, wrapped";

    public static IAsyncEnumerable<PayloadKey> OfAsync(NpgsqlConnection connection, IReadOnlyCollection<Owner> owners, CancellationToken ct) =>
        ReadAsync(
            connection,
            $"SELECT {Columns} FROM payload_keys WHERE subject_pseudonym = ANY ($1) UNION ALL SELECT {Columns} FROM payload_keys WHERE month = ANY ($2)",
            [owners.Where(o => o.Subject is not null).Select(o => o.Subject!).ToArray(), owners.Where(o => o.Month is not null).Select(o => o.Month!.Value).ToArray()],
            ct);

    public static IAsyncEnumerable<PayloadKey> ByIdAsync(NpgsqlConnection connection, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        ReadAsync(connection, $"SELECT {Columns} FROM payload_keys WHERE id = ANY ($1)", [ids.ToArray()], ct);

    public static async Task AddAsync(NpgsqlConnection connection, IReadOnlyList<PayloadKey> keys, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"INSERT INTO payload_keys ({Columns}) SELECT * FROM unnest($1, $2, $3, $4, $5)", connection);
        command.Parameters.Add(new() { Value = keys.Select(k => k.Id).ToArray() });
        command.Parameters.Add(new() { Value = keys.Select(k => k.SubjectPseudonym).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = keys.Select(k => k.Month).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = keys.Select(k => k.CreatedAt).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = keys.Select(k => k.Wrapped).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async IAsyncEnumerable<PayloadKey> ReadAsync(NpgsqlConnection connection, string sql, object[] parameters, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return new PayloadKey
            {
                Id = reader.GetGuid(0),
                SubjectPseudonym = reader.IsDBNull(1) ? null : reader.GetString(1),
                Month = reader.IsDBNull(2) ? null : reader.GetFieldValue<DateOnly>(2),
                CreatedAt = reader.GetFieldValue<DateTimeOffset>(3),
                Wrapped = reader.GetFieldValue<byte[]>(4),
            };
        }
    }
}
