using Governance.DataPlane.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.DataPlane.Jobs;

/// <summary>Takes jobs with a lease, so that several processes share them and a killed one's are taken over.</summary>
internal sealed class JobQueue(IServiceScopeFactory scopes, IOptions<JobOptions> options, TimeProvider clock)
{
    public async Task<IReadOnlyList<Guid>> ClaimAsync(Guid lease, int count, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DataPlaneDbContext>();
        var now = clock.GetUtcNow();
        return await db.Database.SqlQuery<Guid>($"""
            UPDATE jobs SET state = {nameof(JobState.Running)}, lease = {lease}, leased_until = {now + Lease}, attempts = attempts + 1
            WHERE id IN (
                SELECT id FROM jobs
                WHERE state IN ({nameof(JobState.Queued)}, {nameof(JobState.Running)}) AND next_attempt_at <= {now} AND (leased_until IS NULL OR leased_until < {now})
                ORDER BY next_attempt_at, id LIMIT {count} FOR UPDATE SKIP LOCKED)
            RETURNING id AS "Value"
            """).ToListAsync(ct);
    }

    /// <summary>False when somebody else holds the job by now.</summary>
    public async Task<bool> RenewAsync(Guid job, Guid lease, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DataPlaneDbContext>();
        var until = clock.GetUtcNow() + Lease;
        return await db.Jobs.Where(j => j.Id == job && j.Lease == lease).ExecuteUpdateAsync(s => s.SetProperty(j => j.LeasedUntil, until), ct) > 0;
    }

    private TimeSpan Lease => TimeSpan.FromSeconds(options.Value.LeaseSeconds);
}
