using Npgsql;

namespace Governance.EndToEnd.Tests.MainJob;

/// <summary>Checksums of tables, taken without any help of the platform.</summary>
internal sealed class DatabasePrint(string connection)
{
    /// <param name="where">Table → condition on the rows that count; other tables count whole.</param>
    /// <returns>Table → rows and MD5 of all rows as text, in one order.</returns>
    public async Task<IReadOnlyDictionary<string, string>> TakeAsync(IReadOnlyDictionary<string, string>? where = null)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var prints = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in await TablesAsync(source))
        {
            var condition = where?.GetValueOrDefault(table) ?? "true";
            await using var command = source.CreateCommand($"SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') FROM {table} t WHERE {condition}");
            prints[table] = (string)(await command.ExecuteScalarAsync())!;
        }
        return prints;
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Rows of any table whose text holds the value, in any column.</summary>
    public async Task<long> CountAsync(string value)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var found = 0L;
        foreach (var table in await TablesAsync(source))
        {
            await using var command = source.CreateCommand($"SELECT count(*) FROM {table} t WHERE position(lower($1) IN lower(t::text)) > 0");
            command.Parameters.AddWithValue(value);
            found += (long)(await command.ExecuteScalarAsync())!;
        }
        return found;
    }

    private static async Task<List<string>> TablesAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
            tables.Add(reader.GetString(0));
        return tables;
    }
}
