using Npgsql;
using NpgsqlTypes;

namespace Governance.Consent.Webhooks;

/// <summary>A delivery that this process may attempt until its lease ends.</summary>
internal sealed record ClaimedDelivery(long Id, string Subject, string PurposeCode, int Version, Guid RecordId, DateTimeOffset OccurredAt, int Attempts);

/// <summary>The dispatcher's statements.</summary>
internal sealed class DeliveryStore(NpgsqlDataSource database)
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);

    /// <summary>Systems that have something due and are told by webhook.</summary>
    public async Task<IReadOnlyList<Guid>> FindDueAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            SELECT p.id FROM recipients p
            WHERE p.disabled_at IS NULL AND p.url IS NOT NULL
              AND EXISTS (SELECT 1 FROM deliveries d WHERE d.recipient_id = p.id AND d.state = 'Pending' AND d.next_attempt_at <= $1 AND (d.leased_until IS NULL OR d.leased_until < $1))
            """);
        command.Parameters.Add(Time(now));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<Guid>();
        while (await reader.ReadAsync(ct))
            due.Add(reader.GetGuid(0));
        return due;
    }

    /// <summary>The first of each line only: nothing goes out before what lies ahead of it is acknowledged or set aside.</summary>
    public async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(Guid recipient, Guid lease, int limit, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            UPDATE deliveries SET lease = $2, leased_until = $4, attempts = attempts + 1
            WHERE id IN (
                SELECT d.id FROM deliveries d
                WHERE d.recipient_id = $1 AND d.state = 'Pending' AND d.next_attempt_at <= $3 AND (d.leased_until IS NULL OR d.leased_until < $3)
                  AND NOT EXISTS (
                      SELECT 1 FROM deliveries e
                      WHERE e.recipient_id = d.recipient_id AND e.subject = d.subject AND e.purpose_code = d.purpose_code AND e.version < d.version AND e.state = 'Pending')
                ORDER BY d.next_attempt_at, d.id LIMIT $5
                FOR UPDATE OF d SKIP LOCKED)
            RETURNING id, subject, purpose_code, version, record_id, occurred_at, attempts
            """);
        command.Parameters.Add(new() { Value = recipient });
        command.Parameters.Add(new() { Value = lease });
        command.Parameters.Add(Time(now));
        command.Parameters.Add(Time(now + LeaseTime));
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claimed = new List<ClaimedDelivery>();
        while (await reader.ReadAsync(ct))
        {
            claimed.Add(new(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetGuid(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetInt32(6)));
        }
        return claimed;
    }

    public Task AcknowledgeAsync(long id, Guid lease, int status, DateTimeOffset now, CancellationToken ct) => ChangeAsync(
        "UPDATE deliveries SET state = 'Acknowledged', acknowledged_at = COALESCE(acknowledged_at, $3), last_status = $4, last_error = NULL, lease = NULL, leased_until = NULL WHERE id = $1 AND lease = $2",
        [new() { Value = id }, new() { Value = lease }, Time(now), new() { Value = status }], ct);

    /// <param name="retryAt">Null: it is set aside.</param>
    /// <returns>False when the lease was lost.</returns>
    public async Task<bool> FailAsync(long id, Guid lease, AttemptResult result, DateTimeOffset? retryAt, CancellationToken ct) => await ChangeAsync(
        """
        UPDATE deliveries SET state = CASE WHEN $3 IS NULL THEN 'Dead' ELSE 'Pending' END, next_attempt_at = coalesce($3, next_attempt_at),
            last_status = $4, last_error = $5, lease = NULL, leased_until = NULL
        WHERE id = $1 AND lease = $2
        """,
        [
            new() { Value = id }, new() { Value = lease }, new() { Value = (object?)retryAt?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            new() { Value = (object?)result.Status ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }, new() { Value = (object?)result.Error ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        ], ct) == 1;

    private async Task<int> ChangeAsync(string sql, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Time(DateTimeOffset at) => new() { Value = at.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
