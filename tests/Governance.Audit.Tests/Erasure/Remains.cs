using System.Diagnostics;
using System.Text;
using Governance.Testing;
using Npgsql;

namespace Governance.Audit.Tests.Erasure;

/// <summary>Looks for values wherever PostgreSQL could have kept them.</summary>
internal static class Remains
{
    /// <summary>Names of the tables with a row whose text holds one of the values.</summary>
    public static async Task<IReadOnlyList<string>> InTablesAsync(TestDatabase database, IReadOnlyList<string> values)
    {
        await using var connection = await database.OpenAsync();
        var found = new List<string>();
        foreach (var table in await ListAsync(connection, "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"))
        {
            await using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM {table} t, unnest($1) AS value WHERE position(value IN t::text) > 0)", connection);
            command.Parameters.Add(new() { Value = values.ToArray() });
            if ((bool)(await command.ExecuteScalarAsync())!)
                found.Add(table);
        }

        return found;
    }

    /// <summary>Names of the database's files (tables, indexes, catalogues, statistics) whose bytes hold one of the values.</summary>
    public static async Task<IReadOnlyList<string>> InFilesAsync(TestDatabase database, IReadOnlyList<byte[]> values)
    {
        await database.ExecuteAsync("CHECKPOINT");
        await using var connection = await database.OpenAsync();
        await using var command = new NpgsqlCommand("""
            SELECT DISTINCT coalesce(c.relname, file) FROM (
                SELECT file, pg_read_binary_file(folder || '/' || file, 0, 1000000000, true) AS bytes
                FROM (SELECT 'base/' || oid AS folder FROM pg_database WHERE datname = current_database()) AS here, pg_ls_dir(folder) AS file
                WHERE file NOT LIKE 'pg_internal%') AS files
            LEFT JOIN pg_class c ON c.relfilenode::text = split_part(split_part(file, '.', 1), '_', 1) AND c.relfilenode <> 0,
            unnest($1) AS value WHERE position(value IN bytes) > 0
            """, connection) { CommandTimeout = 300 };
        command.Parameters.Add(new() { Value = values.ToArray() });
        var found = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            found.Add(reader.GetString(0));
        return found;
    }

    /// <summary>Whether a dump made now holds one of the values; null where pg_dump is not installed.</summary>
    public static async Task<bool?> InDumpAsync(TestDatabase database, IReadOnlyList<string> values)
    {
        var program = new[] { "/usr/bin/pg_dump" }.Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetFiles("/usr/lib/postgresql", "pg_dump", SearchOption.AllDirectories).Order() : [])
            .LastOrDefault(File.Exists);
        if (program is null)
            return null;
        var target = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var start = new ProcessStartInfo(program, ["-h", target.Host!, "-p", $"{target.Port}", "-U", target.Username!, database.Name]) { RedirectStandardOutput = true };
        start.Environment["PGPASSWORD"] = target.Password;
        using var process = Process.Start(start)!;
        var dump = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("log_head", dump, StringComparison.Ordinal);
        return values.Any(v => dump.Contains(v, StringComparison.Ordinal));
    }

    public static byte[] Utf8(string value) => Encoding.UTF8.GetBytes(value);

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        var list = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            list.Add(reader.GetString(0));
        return list;
    }
}
