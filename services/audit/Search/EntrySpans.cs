using Npgsql;
using NpgsqlTypes;

namespace Governance.Audit.Search;

/// <summary>Where in the log a search has to look.</summary>
internal sealed class EntrySpans(NpgsqlDataSource database)
{
    // Neighbouring spans are one range. What is not described yet is always one of the ranges.
    private const string Sql = """
        SELECT min(number) * $1, max(number) * $1 + $1 - 1
        FROM (
            SELECT number, number - row_number() OVER (ORDER BY number) AS island FROM entry_spans
            WHERE ($2 IS NULL OR latest_at >= $2) AND ($3 IS NULL OR earliest_at < $3) AND ($4 IS NULL OR $4 = ANY (sources)) AND ($5 IS NULL OR $5 = ANY (purposes))
        ) AS found
        GROUP BY island
        UNION ALL SELECT coalesce(max(number) + 1, 0) * $1, 9223372036854775807 FROM entry_spans
        ORDER BY 1
        """;

    /// <returns>Ascending; every entry that the query asks for is in one of them.</returns>
    public async Task<IReadOnlyList<SequenceRange>> RangesAsync(EntryQuery query, SequenceRange within, CancellationToken ct)
    {
        if (query is { From: null, To: null, Source: null, Purpose: null })
            return [within];
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = (long)EntrySpan.Length });
        Add(command, NpgsqlDbType.TimestampTz, query.From?.ToUniversalTime());
        Add(command, NpgsqlDbType.TimestampTz, query.To?.ToUniversalTime());
        Add(command, NpgsqlDbType.Text, query.Source);
        Add(command, NpgsqlDbType.Text, query.Purpose);
        var ranges = new List<SequenceRange>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var range = new SequenceRange(reader.GetInt64(0), reader.GetInt64(1)).Within(within);
            if (!range.IsEmpty)
                ranges.Add(range);
        }
        return ranges;
    }

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object? value) => command.Parameters.Add(new() { NpgsqlDbType = type, Value = value ?? DBNull.Value });
}
