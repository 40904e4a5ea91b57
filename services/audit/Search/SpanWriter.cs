using Npgsql;

namespace Governance.Audit.Search;

/// <summary>Describes the spans that have become full.</summary>
internal sealed class SpanWriter(NpgsqlDataSource database)
{
    /// <summary>So many spans at most in one statement.</summary>
    private const int Batch = 64;

    private const string Sql = """
        WITH todo AS (
            SELECT done.next * $1 AS first, least(head.size / $1, done.next + $2) * $1 AS beyond
            FROM (SELECT coalesce(max(number) + 1, 0) AS next FROM entry_spans) done, log_head head WHERE head.id = 1
        )
        INSERT INTO entry_spans (number, earliest_at, latest_at, sources, purposes)
        SELECT sequence / $1, min(occurred_at), max(occurred_at), array_agg(DISTINCT source), coalesce(array_agg(DISTINCT purpose) FILTER (WHERE purpose IS NOT NULL), '{}')
        FROM entries WHERE sequence >= (SELECT first FROM todo) AND sequence < (SELECT beyond FROM todo)
        GROUP BY 1
        ON CONFLICT DO NOTHING
        """;

    /// <returns>True when there may be more to describe.</returns>
    public async Task<bool> WriteAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = (long)EntrySpan.Length });
        command.Parameters.Add(new() { Value = (long)Batch });
        return await command.ExecuteNonQueryAsync(ct) == Batch;
    }
}
