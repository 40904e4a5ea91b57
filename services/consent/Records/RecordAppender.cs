using Governance.Consent.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Governance.Consent.Records;

/// <summary>
/// Appends to the history of one subject and purpose. Each record takes the next version, and a unique index lets only one writer
/// have it: who comes second reads again, now queueing behind a lock so that many writers don't keep overtaking each other.
/// </summary>
internal sealed class RecordAppender(ConsentDbContext db)
{
    private const int MaxAttempts = 20;

    /// <summary>Saves what <paramref name="add"/> puts into the context on top of the history it is given; null when it adds nothing.</summary>
    public async Task<ConsentRecord?> AppendAsync(string subject, string purpose, Func<IReadOnlyList<ConsentRecord>, ConsentRecord?> add, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var queue = attempt > 1;
            await using var transaction = queue && db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
            if (queue)
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({subject + "/" + purpose}, 0))", ct);
            var history = await db.Records.AsNoTracking().Where(r => r.Subject == subject && r.PurposeCode == purpose).OrderBy(r => r.Version).ToListAsync(ct);
            if (add(history) is not { } record)
                return null;
            db.Add(record);
            try
            {
                await db.SaveChangesAsync(ct);
                if (transaction is not null)
                    await transaction.CommitAsync(ct);
                return record;
            }
            catch (DbUpdateException exception) when (attempt < MaxAttempts && IsTaken(exception))
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private static bool IsTaken(DbUpdateException exception) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: ConsentRecordConfiguration.StreamIndex };
}
