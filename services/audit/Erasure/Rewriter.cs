using Governance.Audit.Data;
using Governance.Audit.Payloads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Audit.Erasure;

/// <summary>
/// PostgreSQL leaves deleted rows in its files until their space is used again. This writes the tables they lay in anew, without them.
/// </summary>
internal sealed class Rewriter(NpgsqlDataSource database, IOptions<ErasureOptions> options, TimeProvider clock)
{
    /// <summary>Besides the months: they held the demand itself, the key, or messages on their way.</summary>
    private static readonly string[] Always = ["payload_keys", "erasures", "failed_messages", "outbox"];

    /// <returns>False when nothing is due.</returns>
    public async Task<bool> RunAsync(AuditDbContext db, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var due = await db.Erasures.Where(e => e.ErasedAt != null && e.RewrittenAt == null && e.ErasedAt <= now - options.Value.RewriteAfter).ToListAsync(ct);
        if (due.Count == 0)
            return false;

        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            if (await IsSeenByOlderAsync(connection, due.Max(e => e.ErasedIn!.Value), ct))
                return false;
            await using var patience = new NpgsqlCommand("SET lock_timeout = '10s'", connection);
            await patience.ExecuteNonQueryAsync(ct);
            foreach (var table in due.SelectMany(e => e.Months).Distinct().Order().Select(PayloadMonth.Table).Concat(Always))
                await RewriteAsync(connection, table, ct);
        }

        foreach (var erasure in due)
            erasure.Rewritten(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>
    /// What a transaction begun before the erasure (a verification, an export) may still see would be kept by the rewriting; so would what was deleted
    /// while any other transaction, even of another database, still ran. Both pass, and don't come back.
    /// </summary>
    private static async Task<bool> IsSeenByOlderAsync(NpgsqlConnection connection, long transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint <= $1 OR EXISTS (SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND age(backend_xmin) >= age($1::text::xid8::xid))
            """, connection);
        command.Parameters.Add(new() { Value = transaction });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task RewriteAsync(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection);
        find.Parameters.Add(new() { Value = table });
        if (!(bool)(await find.ExecuteScalarAsync(ct))!)
            return;
        await using var rewrite = new NpgsqlCommand($"VACUUM (FULL) {table}", connection) { CommandTimeout = 0 };
        await rewrite.ExecuteNonQueryAsync(ct);
    }
}
