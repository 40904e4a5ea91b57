using Npgsql;
using NpgsqlTypes;

namespace Governance.Benchmarks.Consent;

/// <summary>Many people's records, set-based: each is the first person's with another id and subject.</summary>
internal static class RecordFill
{
    /// <summary>Adds the records of the people from one number up to (not including) another.</summary>
    public static async Task RunAsync(ConsentBench bench, int from, int to)
    {
        await using var connection = await bench.Database.OpenAsync();
        await ExecuteAsync(connection, "CREATE TEMP TABLE people (id uuid, subject text)");
        await using (var copy = await connection.BeginBinaryImportAsync("COPY people FROM STDIN (FORMAT binary)"))
        {
            for (var i = from; i < to; i++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
                await copy.WriteAsync(bench.Pseudonyms.Pseudonym("email", ConsentBench.Person(i)), NpgsqlDbType.Text);
            }
            await copy.CompleteAsync();
        }
        var columns = await bench.Database.ScalarAsync<string[]>("SELECT array_agg(column_name::text ORDER BY ordinal_position) FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'consent_records'");
        var values = columns.Select(c => c is "id" or "subject" ? $"p.{c}" : $"r.{c}");
        await ExecuteAsync(connection, $"""
            INSERT INTO consent_records ({string.Join(", ", columns)})
            SELECT {string.Join(", ", values)} FROM people p CROSS JOIN (SELECT * FROM consent_records WHERE subject = '{bench.Pseudonyms.Pseudonym("email", ConsentBench.Person(0))}') r
            """);
        await ExecuteAsync(connection, "DROP TABLE people");
        await ExecuteAsync(connection, "VACUUM ANALYZE consent_records");
        await ExecuteAsync(connection, "CHECKPOINT");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
