using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Fulfilment;
using Governance.Dsar.Requests;
using Governance.Messaging.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Plans;

/// <summary>A store has counted and checked its part of a plan.</summary>
internal sealed class CollectPreparedStore(DsarDbContext db, ConsumerSupport support, PlanAnswers answers) : IdempotentConsumer<StorePlanPrepared, DsarDbContext>(db, support)
{
    protected override Task HandleAsync(StorePlanPrepared message, CancellationToken ct) =>
        answers.TakeAsync(message.RequestId, message.PlanId, message.DataStoreId, message.Attempt, store => store.Prepared(message.Steps, message.Problems), ct);
}

/// <summary>A store could not be asked.</summary>
internal sealed class CollectFailedStore(DsarDbContext db, ConsumerSupport support, PlanAnswers answers) : IdempotentConsumer<StorePlanPreparationFailed, DsarDbContext>(db, support)
{
    protected override Task HandleAsync(StorePlanPreparationFailed message, CancellationToken ct) =>
        answers.TakeAsync(message.RequestId, message.PlanId, message.DataStoreId, message.Attempt, store => store.PreparationFailed(message.Code), ct);
}

/// <summary>Takes a store's answer into its plan. An answer to an earlier attempt or a plan that was replaced is dropped.</summary>
internal sealed class PlanAnswers(DsarDbContext db, PlanProgress progress, StoreExecutions executions, RequestEvents events)
{
    public async Task TakeAsync(Guid requestId, Guid planId, Guid dataStoreId, int attempt, Action<PlannedStore> take, CancellationToken ct)
    {
        if (await db.LockRequestAsync(requestId, ct) is not { } request || request.CurrentPlanId != planId)
            return;
        var plan = await db.Plans.FindAsync([planId], ct);
        var store = await db.PlannedStores.FindAsync([planId, dataStoreId], ct);
        if (plan is null || store is null || store.Attempt != attempt || store.Preparation != PreparationState.Preparing)
            return;
        take(store);
        if (plan.State is PlanState.Preparing or PlanState.Ready)
            await progress.AdvanceAsync(request, plan, ct);
        else if (plan.State == PlanState.Approved)
            await GoOnAsync(request, plan, store, ct);
    }

    /// <summary>A store that was away when the plan was approved: what was approved for it is carried out now.</summary>
    private async Task GoOnAsync(SubjectRequest request, RequestPlan plan, PlannedStore store, CancellationToken ct)
    {
        if (store.Preparation == PreparationState.Failed)
        {
            progress.ScheduleRetry(request, store);
            return;
        }

        if (store.IsBlocked)
            events.Add(request, actor: null, h => new FulfilmentGapReported(h, request.Id, store.DataStoreId, "blocked", null));
        else
            executions.Start(request, plan, store);

        // What it resolved may find more in stores that are done: they are looked at again.
        await progress.PrepareForNewIdentifiersAsync(request, await db.PlannedStores.Where(s => s.PlanId == plan.Id && s.DataStoreId != store.DataStoreId).ToListAsync(ct), ct);
    }
}
