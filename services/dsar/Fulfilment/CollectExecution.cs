using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Packages;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;
using Governance.Messaging.Inbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Fulfilment;

/// <summary>A store has carried out its part and proved it.</summary>
internal sealed class CollectCompletedStore(DsarDbContext db, ConsumerSupport support, ExecutionProgress progress) : IdempotentConsumer<StoreExecutionCompleted, DsarDbContext>(db, support)
{
    protected override Task HandleAsync(StoreExecutionCompleted message, CancellationToken ct) => progress.TakeAsync(
        message.RequestId, message.PlanId, message.DataStoreId, message.ExecutionId, store => store.Completed(message.Steps, message.ResidualRows, message.CompletedAt), ct);
}

/// <summary>A store has not carried out all of its part.</summary>
internal sealed class CollectIncompleteStore(DsarDbContext db, ConsumerSupport support, ExecutionProgress progress) : IdempotentConsumer<StoreExecutionIncomplete, DsarDbContext>(db, support)
{
    protected override Task HandleAsync(StoreExecutionIncomplete message, CancellationToken ct) => progress.TakeAsync(
        message.RequestId, message.PlanId, message.DataStoreId, message.ExecutionId, store => store.Incomplete(message.Code, message.Gaps, message.Done, message.RetryAt), ct);
}

/// <summary>Follows the stores until all are done, or names what is missing.</summary>
internal sealed class ExecutionProgress(DsarDbContext db, RequestEvents events, FulfilmentJobs jobs, FaultPoints faults, IOptions<PackageOptions> options, TimeProvider clock)
{
    public async Task TakeAsync(Guid requestId, Guid planId, Guid dataStoreId, Guid executionId, Action<PlannedStore> take, CancellationToken ct)
    {
        faults.Hit("dsar.execution-completed");
        if (await db.LockRequestAsync(requestId, ct) is not { } request || request.CurrentPlanId != planId || !request.State.IsOpen())
            return;
        if (await db.PlannedStores.FindAsync([planId, dataStoreId], ct) is not { } store || store.ExecutionId != executionId || store.Execution == ExecutionState.Completed)
            return;
        take(store);
        if (store.Execution is ExecutionState.Incomplete or ExecutionState.GaveUp)
            events.Add(request, actor: null, h => new FulfilmentGapReported(h, requestId, dataStoreId, store.ExecutionCode!, store.RetryAt));

        var stores = await db.PlannedStores.Where(s => s.PlanId == planId).ToListAsync(ct);
        if (IsComplete(stores))
        {
            jobs.AddClosing(request, planId, clock.GetUtcNow());
            return;
        }

        if (stores.Exists(s => s.Execution == ExecutionState.Executing))
            return;
        request.ReportGaps();

        // What is there is delivered with the gap named: after a while when something is still tried, else at once.
        if (request.Type != RequestType.Erasure)
            jobs.AddClosing(request, planId, clock.GetUtcNow() + (stores.Exists(IsStillTried) ? options.Value.PartialAfter : TimeSpan.Zero));
    }

    private static bool IsStillTried(PlannedStore store) => store.Execution == ExecutionState.Incomplete || store.Preparation != PreparationState.Prepared;

    public static bool IsComplete(IReadOnlyCollection<PlannedStore> stores) => stores.All(s => s is { Preparation: PreparationState.Prepared, Execution: ExecutionState.Completed });
}
