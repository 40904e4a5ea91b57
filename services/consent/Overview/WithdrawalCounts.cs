using Governance.Consent.Records;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Consent.Overview;

/// <param name="Day">In UTC, when it happened; imported records too count on the day that they tell.</param>
internal sealed record WithdrawalCount(DateOnly Day, string Purpose, ConsentAction Action, long Count);

/// <param name="Since">First day.</param>
/// <param name="Until">Last day, included.</param>
/// <param name="Items">By day, purpose and action; what never happened is not listed.</param>
internal sealed record WithdrawalCountsResponse(DateOnly Since, DateOnly Until, IReadOnlyList<WithdrawalCount> Items);

/// <summary>How often people said no, took back or objected, or a consent ended in another way.</summary>
internal static class WithdrawalCounts
{
    private const int DefaultDays = 30;
    private const int MaxDays = 366;

    // The words of the partial index, which is why they are not parameters.
    private const string Sql = """
        SELECT (coalesce(occurred_at, recorded_at) AT TIME ZONE 'UTC')::date, purpose_code, action, count(*)
        FROM consent_records
        WHERE action IN ('Refuse', 'Withdraw', 'Expire', 'Object', 'Invalidate', 'Revoke')
          AND coalesce(occurred_at, recorded_at) >= $1 AND coalesce(occurred_at, recorded_at) < $2 AND ($3::text IS NULL OR purpose_code = $3)
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """;

    // There are many more, and no index for them: every write would pay for what is seldom asked.
    private const string GivenSql = """
        SELECT (coalesce(occurred_at, recorded_at) AT TIME ZONE 'UTC')::date, purpose_code, action, count(*)
        FROM consent_records
        WHERE action IN ('Give', 'Renew')
          AND coalesce(occurred_at, recorded_at) >= $1 AND coalesce(occurred_at, recorded_at) < $2 AND ($3::text IS NULL OR purpose_code = $3)
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """;

    /// <param name="since">First day in UTC; 30 days up to the last one unless told.</param>
    /// <param name="until">Last day, included; today unless told.</param>
    /// <param name="purpose">Only this purpose.</param>
    /// <param name="given">Consents given and renewed too, after the others. Reads every record: for a person who asks, not for a monitor.</param>
    public static async Task<Results<Ok<WithdrawalCountsResponse>, ProblemHttpResult>> HandleAsync(
        DateOnly? since, DateOnly? until, string? purpose, bool? given, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        var last = until ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var first = since ?? DateOnly.FromDayNumber(Math.Max(0, last.DayNumber - DefaultDays + 1));
        if (first > last)
            return Problems.Validation("since", "Not after the last day.");
        if (last.DayNumber - first.DayNumber >= MaxDays)
            return Problems.Validation("since", $"At most {MaxDays} days at once.");
        if (last == DateOnly.MaxValue)
            return Problems.Validation("until", "There is no day after this.");
        var items = new List<WithdrawalCount>();
        foreach (var sql in given == true ? (string[])[Sql, GivenSql] : [Sql])
        {
            await using var command = database.CreateCommand(sql);
            command.Parameters.Add(Midnight(first));
            command.Parameters.Add(Midnight(last.AddDays(1)));
            command.Parameters.Add(new() { Value = (object?)purpose ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
                items.Add(new(row.GetFieldValue<DateOnly>(0), row.GetString(1), Enum.Parse<ConsentAction>(row.GetString(2)), row.GetInt64(3)));
        }
        return TypedResults.Ok(new WithdrawalCountsResponse(first, last, items));
    }

    private static NpgsqlParameter Midnight(DateOnly day) => new() { Value = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
