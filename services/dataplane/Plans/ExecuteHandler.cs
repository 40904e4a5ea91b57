using Governance.Contracts;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors;
using Governance.DataPlane.Data;
using Governance.DataPlane.Jobs;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Governance.DataPlane.Plans;

/// <summary>Carries an approved store plan out. Gaps are named, and tried again until they are closed or given up.</summary>
internal sealed class ExecuteHandler(
    DataPlaneDbContext db,
    DsarClient dsar,
    StoreConnectors connectors,
    StoreKeys keys,
    MessageOutbox outbox,
    EventHeaders headers,
    RetryPolicy retry,
    IServiceScopeFactory scopes,
    FaultPoints faults,
    TimeProvider clock) : IJobHandler
{
    public async Task RunAsync(Job job, CancellationToken ct)
    {
        var execution = await StartAsync(job, ct);
        var plan = await dsar.GetPlanAsync(job.PlanId!.Value, job.DataStoreId, ct);
        var identifiers = await dsar.GetIdentifiersAsync(job.RequestId!.Value, ct);
        var outcome = await CarryOutAsync(job, new StoreWork(plan, identifiers, keys.For(job.DataStoreId)), ct);

        var now = clock.GetUtcNow();
        await db.Entry(execution).ReloadAsync(ct);
        execution.Record(outcome, plan, now);
        faults.Hit("dataplane.before-done");
        if (outcome.Gaps.Count == 0)
        {
            outbox.Add(db, new StoreExecutionCompleted(
                headers.New(null, "execution", execution.Id), execution.Id, job.RequestId.Value, job.PlanId.Value, job.DataStoreId, execution.Done, 0, now));
            job.Complete(now);
            return;
        }

        Leave(job, execution, outcome.Gaps);
    }

    public async Task FailedAsync(Job job, string code, DateTimeOffset? retryAt, CancellationToken ct)
    {
        var execution = await db.Executions.SingleOrDefaultAsync(e => e.Id == job.ExecutionId, ct);
        AddIncomplete(job, code, [], execution?.Done ?? [], retryAt);
    }

    public bool RetriesStore(string code) => StoreCodes.CanRetry(code);

    private async Task<StoreOutcome> CarryOutAsync(Job job, StoreWork work, CancellationToken ct)
    {
        await using var session = await connectors.OpenAsync(work.Plan.StoreKind, work.Plan.SecretReference, ct);
        return work.Plan.Purpose == PlanPurpose.Export
            ? await session.ExportAsync(work, new HttpPartSink(dsar, work.Plan, faults), ct)
            : await session.EraseAsync(work, new ErasureLedger(scopes, job.Id, job.Lease!.Value, job.ExecutionId!.Value, faults), ct);
    }

    // Saved at once: the ledger must be there before the store is opened.
    private async Task<Execution> StartAsync(Job job, CancellationToken ct)
    {
        var execution = await db.Executions.SingleOrDefaultAsync(e => e.Id == job.ExecutionId, ct);
        if (execution is null)
        {
            execution = Execution.Start(job.ExecutionId!.Value, job.PlanId!.Value, job.DataStoreId, clock.GetUtcNow());
            db.Add(execution);
            await db.SaveChangesAsync(ct);
        }

        return execution;
    }

    private void Leave(Job job, Execution execution, IReadOnlyList<StepProblem> gaps)
    {
        var code = gaps[0].Code;
        var retryAt = gaps.Any(g => StoreCodes.CanRetry(g.Code)) ? retry.Next(job) : null;
        AddIncomplete(job, code, gaps, execution.Done, retryAt);
        if (retryAt is { } at)
        {
            job.TryAgain(code, at);
        }
        else
        {
            job.Fail(code, clock.GetUtcNow());
        }
    }

    private void AddIncomplete(Job job, string code, IReadOnlyList<StepProblem> gaps, IReadOnlyList<StepCount> done, DateTimeOffset? retryAt) =>
        outbox.Add(db, new StoreExecutionIncomplete(
            headers.New(null, "execution", job.ExecutionId!) with { Outcome = Outcome.Failed, Reason = code },
            job.ExecutionId!.Value, job.RequestId!.Value, job.PlanId!.Value, job.DataStoreId, code, gaps, done, retryAt));
}
