using Governance.Audit.Data;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Audit.Trail;
using Governance.Contracts;
using Governance.Contracts.Audit.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Governance.Audit.Erasure;

/// <summary>
/// Deletes a data subject's payloads in steps. Each step is one transaction under the lock of the head: the rows go, and the entry
/// that says so comes. A process that dies leaves a whole number of steps; whoever takes the erasure up goes on from there.
/// </summary>
internal sealed class Eraser(LogAppender appender, MessageOutbox outbox, EventHeaders headers, FaultPoints faults, TimeProvider clock)
{
    public const int PayloadsAtOnce = 5000;
    private static readonly TimeSpan HoldPoll = TimeSpan.FromMinutes(10);

    private const string Concerned = "(subject_pseudonym = $1 OR acting_subject = $1 OR on_behalf_of = $1 OR object_id = $1)";

    /// <returns>False when there is nothing to do.</returns>
    public async Task<bool> StepAsync(AuditDbContext db, CancellationToken ct)
    {
        // A savepoint's changes bear a later number than the transaction's own, and the rewriting goes by that.
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var erasure = await db.Erasures
            .FromSql($"SELECT * FROM erasures WHERE erased_at IS NULL AND (retry_at IS NULL OR retry_at <= {now}) ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED")
            .SingleOrDefaultAsync(ct);
        if (erasure is null)
            return false;

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await LogAppender.LockAsync(connection, ct);
        faults.Hit("audit.erase.after-lock");
        var deleted = await DeletePayloadsAsync(connection, erasure.SubjectPseudonym!, ct);
        faults.Hit("audit.erase.after-payloads");
        var isHeld = deleted.Count < PayloadsAtOnce && await IsLeftAsync(connection, erasure.SubjectPseudonym!, ct);
        if (isHeld && deleted.Count == 0)
        {
            Hold(db, erasure, now);
        }
        else
        {
            await TellAsync(connection, erasure, deleted, ct);
            if (deleted.Count < PayloadsAtOnce && !isHeld)
            {
                await ForgetAsync(connection, erasure.SubjectPseudonym!, ct);
                erasure.Complete(now, await db.Database.SqlQuery<long>($"SELECT pg_current_xact_id()::text::bigint AS \"Value\"").SingleAsync(ct));
            }
        }

        await db.SaveChangesAsync(ct);
        faults.Hit("audit.erase.before-commit");
        await transaction.CommitAsync(ct);
        faults.Hit("audit.erase.after-commit");
        return true;
    }

    private async Task TellAsync(NpgsqlConnection connection, SubjectErasure erasure, List<(long Sequence, DateOnly Month)> deleted, CancellationToken ct)
    {
        var header = headers.New(new Actor(erasure.RequestedByType, erasure.RequestedBy), "erasure", erasure.Id) with { Reason = erasure.Reason, CorrelationId = null };
        var message = new PayloadsErased(header, erasure.Id, deleted.Count, Ranges.Of(deleted.Select(d => d.Sequence)));
        await appender.AppendAsync(connection, [OwnEvents.Pending(message, clock.GetUtcNow())], ct);
        erasure.Deleted(deleted.Count, deleted.Select(d => d.Month));
    }

    private void Hold(AuditDbContext db, SubjectErasure erasure, DateTimeOffset now)
    {
        if (erasure.State != ErasureState.Held)
        {
            var header = headers.New(null, "erasure", erasure.Id) with { Outcome = Outcome.Refused, Reason = "on-hold", CorrelationId = null };
            outbox.Add(db, new PayloadErasureHeld(header, erasure.Id));
        }

        erasure.Hold(now + HoldPoll);
    }

    private static async Task<List<(long Sequence, DateOnly Month)>> DeletePayloadsAsync(NpgsqlConnection connection, string subject, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            DELETE FROM payloads p USING (
                SELECT sequence, month FROM payloads
                WHERE {Concerned} AND NOT EXISTS (
                    SELECT FROM retention_holds h WHERE h.released_at IS NULL AND payloads.month BETWEEN h.first_month AND h.last_month)
                LIMIT {PayloadsAtOnce}) AS chosen
            WHERE p.sequence = chosen.sequence AND p.month = chosen.month
            RETURNING p.sequence, p.month
            """, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = subject });
        var deleted = new List<(long, DateOnly)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            deleted.Add((reader.GetInt64(0), reader.GetFieldValue<DateOnly>(1)));
        return deleted;
    }

    private static async Task<bool> IsLeftAsync(NpgsqlConnection connection, string subject, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM payloads WHERE {Concerned})", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = subject });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The key, and messages about the person that could never be recorded.</summary>
    private static async Task ForgetAsync(NpgsqlConnection connection, string subject, CancellationToken ct)
    {
        await using var command = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("DELETE FROM payload_keys WHERE subject_pseudonym = $1") { Parameters = { new() { Value = subject } } },
                new("DELETE FROM failed_messages WHERE position(convert_to($1, 'UTF8') IN body) > 0") { Parameters = { new() { Value = subject } } },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
