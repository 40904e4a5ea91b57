using Governance.Audit.Data;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Audit.Trail;
using Governance.Contracts;
using Governance.Contracts.Audit.V1;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Audit.Retention;

/// <summary>Drops the payloads of months whose time is over. The entries, their leaves and every proof stay.</summary>
internal sealed class MonthDropper(LogAppender appender, EventHeaders headers, IOptions<RetentionOptions> options, FaultPoints faults, TimeProvider clock)
{
    /// <param name="actor">Who has it done; null for the service itself.</param>
    /// <returns>The months dropped.</returns>
    public async Task<IReadOnlyList<DateOnly>> DropDueAsync(AuditDbContext db, Actor? actor, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var dropped = new List<DateOnly>();
        foreach (var month in await PayloadPartitions.MonthsAsync(db, ct))
        {
            if (options.Value.DropsOn(month) <= today && await DropAsync(db, month, actor, ct))
                dropped.Add(month);
        }

        return dropped;
    }

    /// <returns>False when the month is held, or somebody else was faster.</returns>
    private async Task<bool> DropAsync(AuditDbContext db, DateOnly month, Actor? actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await LogAppender.LockAsync(connection, ct);
        if (await db.Holds.AnyAsync(h => h.ReleasedAt == null && h.FirstMonth <= month && month <= h.LastMonth, ct) || !(await PayloadPartitions.MonthsAsync(db, ct)).Contains(month))
            return false;

        var (count, ranges) = await EntriesAsync(connection, month, ct);
        await DropAsync(connection, month, ct);
        faults.Hit("audit.retention.after-drop");
        var message = new PayloadsDropped(headers.New(actor, "payload-month", PayloadMonth.Literal(month)) with { Reason = "retention", CorrelationId = null }, month, count, ranges);
        await appender.AppendAsync(connection, [OwnEvents.Pending(message, clock.GetUtcNow())], ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Every entry of the month between the first and the last payload: those between whose payload was erased before are gone as well.</summary>
    private static async Task<(long Count, IReadOnlyList<SequenceRange> Ranges)> EntriesAsync(NpgsqlConnection connection, DateOnly month, CancellationToken ct)
    {
        var table = PayloadMonth.Table(month);
        await using var command = new NpgsqlCommand($"""
            SELECT min(sequence), max(sequence), (SELECT count(*) FROM {table}) FROM (
                SELECT sequence, sequence - row_number() OVER (ORDER BY sequence) AS island FROM entries
                WHERE month = $1 AND sequence BETWEEN (SELECT min(sequence) FROM {table}) AND (SELECT max(sequence) FROM {table})) AS numbered
            GROUP BY island ORDER BY 1
            """, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = month });
        var (count, ranges) = (0L, new List<SequenceRange>());
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ranges.Add(new SequenceRange(reader.GetInt64(0), reader.GetInt64(1)));
            count = reader.GetInt64(2);
        }

        return (count, ranges);
    }

    /// <summary>With the keys that nothing is left of: the month's, and those of subjects who have no payload in another month.</summary>
    private static async Task DropAsync(NpgsqlConnection connection, DateOnly month, CancellationToken ct)
    {
        var (table, literal) = (PayloadMonth.Table(month), PayloadMonth.Literal(month));
        await using var command = new NpgsqlCommand($"""
            DELETE FROM payload_keys k USING (SELECT DISTINCT key_id FROM {table}) AS used
            WHERE k.id = used.key_id AND NOT EXISTS (SELECT FROM payloads p WHERE p.subject_pseudonym = k.subject_pseudonym AND p.month <> '{literal}');
            DROP TABLE {table};
            """, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
