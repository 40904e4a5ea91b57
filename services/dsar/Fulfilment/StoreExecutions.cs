using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Jobs;
using Governance.Dsar.Packages;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;

namespace Governance.Dsar.Fulfilment;

/// <summary>Has an approved plan carried out, store by store.</summary>
internal sealed class StoreExecutions(DsarDbContext db, KeyVault keys, RequestEvents events, FulfilmentJobs jobs, TimeProvider clock)
{
    public void StartAll(SubjectRequest request, RequestPlan plan, IReadOnlyList<PlannedStore> stores)
    {
        request.StartExecution();
        if (request.Type != RequestType.Erasure)
        {
            var packageId = Guid.CreateVersion7(clock.GetUtcNow());
            db.Packages.Add(AccessPackage.Collect(packageId, request.Id, plan.Id, keys.NewKey(packageId)));
        }

        var ready = stores.Where(s => s.Preparation == PreparationState.Prepared).ToList();
        events.Add(request, actor: null, h => new FulfilmentStarted(h, request.Id, plan.Id, ready.Count));
        foreach (var store in ready)
            Start(request, plan, store);
        foreach (var store in stores.Where(s => s.Preparation == PreparationState.Failed))
            events.Add(request, actor: null, h => new FulfilmentGapReported(h, request.Id, store.DataStoreId, store.PreparationCode!, null));
        if (stores.Count == 0)
            jobs.AddClosing(request, plan.Id, clock.GetUtcNow());
    }

    public void Start(SubjectRequest request, RequestPlan plan, PlannedStore store)
    {
        var executionId = Guid.CreateVersion7(clock.GetUtcNow());
        store.Execute(executionId);
        events.Send(new ExecuteStorePlan(executionId, plan.Id, request.Id, store.DataStoreId));
    }
}

/// <summary>Adds the jobs that end a fulfilment.</summary>
internal sealed class FulfilmentJobs(DsarDbContext db, TimeProvider clock)
{
    public void AddClosing(SubjectRequest request, Guid planId, DateTimeOffset dueAt) => db.Jobs.Add(new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        Kind = request.Type == RequestType.Erasure ? JobKinds.IssueCertificate : JobKinds.AssemblePackage,
        RequestId = request.Id,
        SubjectId = planId,
        DueAt = dueAt,
    });
}
