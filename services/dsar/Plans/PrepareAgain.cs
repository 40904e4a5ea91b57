using Governance.Dsar.Data;
using Governance.Dsar.Jobs;
using Governance.Dsar.Requests;

namespace Governance.Dsar.Plans;

/// <summary>Asks a store again that could not be reached, as long as its plan is the current one.</summary>
internal sealed class PrepareAgain(DsarDbContext db, PlanProgress progress) : IJobHandler
{
    public static string Kind => JobKinds.PrepareAgain;

    public async Task RunAsync(Job job, CancellationToken ct)
    {
        if (await db.LockRequestAsync(job.RequestId, ct) is not { } request || request.CurrentPlanId != job.SubjectId || !request.State.IsOpen())
            return;
        var plan = await db.Plans.FindAsync([job.SubjectId], ct);
        if (plan is { State: PlanState.Ready or PlanState.Approved }
            && await db.PlannedStores.FindAsync([job.SubjectId, job.DataStoreId], ct) is { Preparation: PreparationState.Failed } store)
            progress.PrepareAgain(request, store);
    }
}
