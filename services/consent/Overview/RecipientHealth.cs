using Governance.Consent.Webhooks;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Consent.Overview;

/// <param name="Webhook">False: it listens to the broker and acknowledges by itself.</param>
/// <param name="Delivered">Records of the time asked for that it has acknowledged.</param>
/// <param name="Pending">All that wait, however old.</param>
/// <param name="DeadLettered">All that were set aside after the last attempt and not sent again.</param>
/// <param name="Withdrawals">Withdrawals and other endings of the time asked for; what the percentiles are of.</param>
/// <param name="P50Ms">Milliseconds from the withdrawal to the acknowledgement; null when none was acknowledged.</param>
internal sealed record RecipientHealthItem(
    string Recipient, bool Webhook, bool Enabled, string? DisabledReason, DateTimeOffset Since, long Delivered, long Pending, DateTimeOffset? OldestPendingSince, long DeadLettered,
    long Withdrawals, double? P50Ms, double? P95Ms, double? P99Ms, DateTimeOffset? LastAcknowledgedAt);

/// <summary>Whether what people said arrives everywhere: one line for each system.</summary>
internal static class RecipientHealth
{
    private const string Sql = $"""
        SELECT p.code, p.url IS NOT NULL, p.disabled_at IS NULL, p.disabled_reason, t.delivered, w.waiting, w.oldest, s.dead, t.withdrawals, t.times, t.last
        FROM (SELECT * FROM recipients WHERE $1::text IS NULL OR code > $1 ORDER BY code LIMIT $2) p
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE state = 'Acknowledged') AS delivered,
                   count(*) FILTER (WHERE action IN ({ReadDeliveries.Endings})) AS withdrawals,
                   percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM acknowledged_at - occurred_at) * 1000) FILTER (WHERE action IN ({ReadDeliveries.Endings})) AS times,
                   max(acknowledged_at) AS last
            FROM deliveries d WHERE d.recipient_id = p.id AND d.occurred_at >= $3) t
        CROSS JOIN LATERAL (SELECT count(*) AS waiting, min(occurred_at) AS oldest FROM deliveries d WHERE d.recipient_id = p.id AND d.state = 'Pending') w
        CROSS JOIN LATERAL (SELECT count(*) AS dead FROM deliveries d WHERE d.recipient_id = p.id AND d.state = 'Dead') s
        ORDER BY p.code
        """;

    private static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(30);

    /// <param name="after">Code of the last system of the page before.</param>
    /// <param name="since">What happened from this time on; 30 days ago unless told.</param>
    public static async Task<Ok<Page<RecipientHealthItem>>> ListAsync(string? after, int? limit, DateTimeOffset? since, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        var count = Paging.Limit(limit);
        var from = since?.ToUniversalTime() ?? clock.GetUtcNow() - DefaultWindow;
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = count + 1 });
        command.Parameters.Add(new() { Value = from, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var row = await command.ExecuteReaderAsync(ct);
        var rows = new List<RecipientHealthItem>();
        while (await row.ReadAsync(ct))
            rows.Add(Item(row, from));
        return TypedResults.Ok(Paging.ToPage(rows, count, r => r, r => r.Recipient));
    }

    private static RecipientHealthItem Item(NpgsqlDataReader row, DateTimeOffset since)
    {
        var times = row.IsDBNull(9) ? new double?[3] : row.GetFieldValue<double?[]>(9);
        return new(
            row.GetString(0), row.GetBoolean(1), row.GetBoolean(2), row.IsDBNull(3) ? null : row.GetString(3), since,
            row.GetInt64(4), row.GetInt64(5), Time(row, 6), row.GetInt64(7), row.GetInt64(8), times[0], times[1], times[2], Time(row, 10));
    }

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
