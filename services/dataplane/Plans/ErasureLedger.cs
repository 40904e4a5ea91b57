using Governance.DataPlane.Connectors;
using Governance.DataPlane.Data;
using Governance.DataPlane.Jobs;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Governance.DataPlane.Plans;

/// <summary>The ledger in our own database. Written only by whoever holds the job.</summary>
internal sealed class ErasureLedger(IServiceScopeFactory scopes, Guid jobId, Guid lease, Guid executionId, FaultPoints faults) : IErasureLedger
{
    public Guid ExecutionId => executionId;

    public async Task<PreparedErasure?> FindPreparedAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DataPlaneDbContext>();
        return (await db.Executions.AsNoTracking().SingleAsync(e => e.Id == executionId, ct)).Prepared;
    }

    public async Task SavePreparedAsync(PreparedErasure prepared, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DataPlaneDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // Whoever lost the lease must not commit: another worker may be at it.
        if (await db.Jobs.FromSql($"SELECT * FROM jobs WHERE id = {jobId} FOR UPDATE").AsNoTracking().SingleAsync(ct) is not { } job || job.Lease != lease || job.State != JobState.Running)
        {
            throw new StoreException(StoreCodes.Busy);
        }

        (await db.Executions.SingleAsync(e => e.Id == executionId, ct)).Prepare(prepared);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    public void Reached(string boundary) => faults.Hit(boundary);
}
