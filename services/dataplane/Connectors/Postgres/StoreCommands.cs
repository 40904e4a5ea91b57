using Npgsql;
using NpgsqlTypes;

namespace Governance.DataPlane.Connectors.Postgres;

/// <summary>Short forms for running statements on the one connection.</summary>
internal static class StoreCommands
{
    public static async Task<long> RunAsync(this NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<T?> ScalarAsync<T>(this NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteScalarAsync(ct) is T value ? value : default;
    }

    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object[] values)
    {
        await using var command = connection.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static Task SetAsync(this NpgsqlConnection connection, string name, string value, CancellationToken ct) =>
        connection.RunAsync("SELECT set_config($1, $2, false)", ct, name, value);

    public static Task StatementTimeoutAsync(this NpgsqlConnection connection, int seconds, CancellationToken ct) =>
        connection.SetAsync("statement_timeout", $"{seconds}s", ct);

    private static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(value is uint[] ? new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid } : new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
