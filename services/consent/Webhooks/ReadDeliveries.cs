using System.Globalization;
using Governance.Consent.Data;
using Governance.Consent.Records;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Consent.Webhooks;

/// <param name="Version">Position in the history of this subject and purpose.</param>
internal sealed record DeliveryResponse(
    long Id, string Subject, string Purpose, int Version, Guid RecordId, ConsentAction Action, DateTimeOffset OccurredAt,
    DeliveryState State, int Attempts, DateTimeOffset? NextAttemptAt, DateTimeOffset? AcknowledgedAt, int? LastStatus, string? LastError)
{
    public static DeliveryResponse Of(Delivery d) => new(
        d.Id, d.Subject, d.PurposeCode, d.Version, d.RecordId, d.Action, d.OccurredAt,
        d.State, d.Attempts, d.State == DeliveryState.Pending ? d.NextAttemptAt : null, d.AcknowledgedAt, d.LastStatus, d.LastError);
}

/// <summary>How long withdrawals and objections took until the system acknowledged them, in milliseconds.</summary>
/// <param name="Withdrawals">Those that happened in the time asked for.</param>
/// <param name="Pending">Not acknowledged yet.</param>
/// <param name="Dead">Set aside after the last attempt.</param>
/// <param name="OldestPendingSince">When the longest-waiting one happened.</param>
internal sealed record LatencyResponse(
    string Recipient, DateTimeOffset Since, DateTimeOffset Until, long Withdrawals, long Acknowledged, long Pending, long Dead,
    double? P50Ms, double? P95Ms, double? P99Ms, double? MaxMs, DateTimeOffset? OldestPendingSince);

internal static class ReadDeliveries
{
    /// <summary>What counts as a withdrawal where time is measured, as a list in SQL.</summary>
    public const string Endings = "'Withdraw', 'Object', 'Revoke', 'Invalidate'";

    private static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(30);

    /// <param name="after">Id of the last delivery of the page before.</param>
    /// <param name="newest">The latest first.</param>
    /// <param name="state">Only those in this state: <c>pending</c>, <c>acknowledged</c> or <c>dead</c>.</param>
    public static async Task<Results<Ok<Page<DeliveryResponse>>, ProblemHttpResult>> ListAsync(string code, long? after, int? limit, string? state, bool? newest, ConsentDbContext db, CancellationToken ct)
    {
        if (!CodeRules.TryParse<DeliveryState>(state, out var only))
            return Problems.Validation("state", "There is no such state.");
        if (await FindAsync(code, db, ct) is not { } recipient)
            return Problems.NotFound("recipient");
        var count = Paging.Limit(limit);
        var all = db.Set<Delivery>().AsNoTracking().Where(d => d.RecipientId == recipient.Id && (only == null || d.State == only));
        var inOrder = newest == true ? all.Where(d => after == null || d.Id < after).OrderByDescending(d => d.Id) : all.Where(d => after == null || d.Id > after).OrderBy(d => d.Id);
        var rows = await inOrder.Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, DeliveryResponse.Of, d => d.Id.ToString(CultureInfo.InvariantCulture)));
    }

    /// <param name="since">Withdrawals from this time on; 30 days ago unless told.</param>
    public static async Task<Results<Ok<LatencyResponse>, ProblemHttpResult>> LatencyAsync(
        string code, DateTimeOffset? since, DateTimeOffset? until, ConsentDbContext db, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(code, db, ct) is not { } recipient)
            return Problems.NotFound("recipient");
        var to = until?.ToUniversalTime() ?? clock.GetUtcNow();
        var from = since?.ToUniversalTime() ?? (to.Ticks > DefaultWindow.Ticks ? to - DefaultWindow : DateTimeOffset.MinValue);
        await using var command = database.CreateCommand($"""
            SELECT count(*), count(*) FILTER (WHERE state = 'Acknowledged'), count(*) FILTER (WHERE state = 'Pending'), count(*) FILTER (WHERE state = 'Dead'),
                   percentile_cont(ARRAY[0.5, 0.95, 0.99, 1.0]) WITHIN GROUP (ORDER BY extract(epoch FROM acknowledged_at - occurred_at) * 1000),
                   min(occurred_at) FILTER (WHERE state = 'Pending')
            FROM deliveries
            WHERE recipient_id = $1 AND occurred_at >= $2 AND occurred_at <= $3 AND action IN ({Endings})
            """);
        command.Parameters.Add(new() { Value = recipient.Id });
        command.Parameters.Add(new() { Value = from, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = to, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var times = await reader.IsDBNullAsync(4, ct) ? new double?[4] : reader.GetFieldValue<double?[]>(4);
        DateTimeOffset? oldest = await reader.IsDBNullAsync(5, ct) ? null : reader.GetFieldValue<DateTimeOffset>(5);
        return TypedResults.Ok(new LatencyResponse(
            code, from, to, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), times[0], times[1], times[2], times[3], oldest));
    }

    public static Task<Recipient?> FindAsync(string code, ConsentDbContext db, CancellationToken ct) =>
        db.Set<Recipient>().AsNoTracking().SingleOrDefaultAsync(r => r.Code == code, ct);
}
