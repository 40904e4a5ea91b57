using Governance.Dsar.Data;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Jobs;

/// <summary>The worker's statements on the jobs table.</summary>
internal sealed class JobStore(IServiceScopeFactory scopes, TimeProvider clock)
{
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    /// <summary>Takes the job that is due longest. Committed at once: a worker that dies holds no lock, its lease runs out.</summary>
    public async Task<Job?> ClaimAsync(Guid lease, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DsarDbContext>();
        var (now, until) = (clock.GetUtcNow(), clock.GetUtcNow() + LeaseTime);
        var claimed = await db.Jobs.FromSql($"""
            UPDATE jobs SET lease = {lease}, leased_until = {until}, attempts = attempts + 1
            WHERE id = (SELECT id FROM jobs WHERE due_at <= {now} AND (leased_until IS NULL OR leased_until < {now})
                        ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING *
            """).AsNoTracking().ToListAsync(ct);
        return claimed.SingleOrDefault();
    }

    /// <returns>False when the lease was lost to somebody else.</returns>
    public async Task<bool> RenewAsync(Guid id, Guid lease, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DsarDbContext>();
        var until = clock.GetUtcNow() + LeaseTime;
        return await db.Jobs.Where(j => j.Id == id && j.Lease == lease).ExecuteUpdateAsync(s => s.SetProperty(j => j.LeasedUntil, until), ct) == 1;
    }

    /// <summary>Gives a failed job back, later with each failure. An attempt that ended with its process is none: it says nothing of the work.</summary>
    public async Task ReleaseAsync(Job job, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DsarDbContext>();
        var wait = TimeSpan.FromSeconds(Math.Min(600, Math.Pow(2, Math.Min(job.Failures + 1, 10))));
        var due = clock.GetUtcNow() + wait;
        await db.Jobs.Where(j => j.Id == job.Id && j.Lease == job.Lease)
            .ExecuteUpdateAsync(s => s.SetProperty(j => j.Lease, (Guid?)null).SetProperty(j => j.LeasedUntil, (DateTimeOffset?)null).SetProperty(j => j.DueAt, due).SetProperty(j => j.Failures, j => j.Failures + 1), ct);
    }
}
