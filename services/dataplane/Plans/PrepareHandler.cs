using Governance.Contracts;
using Governance.Contracts.DataPlane.V1;
using Governance.DataPlane.Connectors;
using Governance.DataPlane.Data;
using Governance.DataPlane.Jobs;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;

namespace Governance.DataPlane.Plans;

/// <summary>Counts and checks a store plan, and hands found identifiers to the request.</summary>
internal sealed class PrepareHandler(
    DataPlaneDbContext db, DsarClient dsar, StoreConnectors connectors, StoreKeys keys, MessageOutbox outbox, EventHeaders headers, TimeProvider clock) : IJobHandler
{
    public async Task RunAsync(Job job, CancellationToken ct)
    {
        var plan = await dsar.GetPlanAsync(job.PlanId!.Value, job.DataStoreId, ct);
        var identifiers = await dsar.GetIdentifiersAsync(job.RequestId!.Value, ct);
        var prepared = await PrepareAsync(new StoreWork(plan, identifiers, keys.For(job.DataStoreId)), ct);
        if (prepared.NewIdentifiers.Count > 0)
        {
            await dsar.AddIdentifiersAsync(job.RequestId.Value, prepared.NewIdentifiers, ct);
        }

        outbox.Add(db, new StorePlanPrepared(
            headers.New(null, "plan", job.PlanId), job.PlanId.Value, job.RequestId.Value, job.DataStoreId, job.Preparation!.Value, prepared.Steps, prepared.Problems,
            [.. prepared.NewIdentifiers.Select(i => i.Kind).Distinct().Order(StringComparer.Ordinal)]));
        job.Complete(clock.GetUtcNow());
    }

    public Task FailedAsync(Job job, string code, DateTimeOffset? retryAt, CancellationToken ct)
    {
        if (retryAt is null)
        {
            outbox.Add(db, new StorePlanPreparationFailed(
                headers.New(null, "plan", job.PlanId!) with { Outcome = Outcome.Failed, Reason = code },
                job.PlanId!.Value, job.RequestId!.Value, job.DataStoreId, job.Preparation!.Value, code));
        }

        return Task.CompletedTask;
    }

    // A planner waits for the answer and can plan again.
    public bool RetriesStore(string code) => false;

    private async Task<StorePreparation> PrepareAsync(StoreWork work, CancellationToken ct)
    {
        await using var session = await connectors.OpenAsync(work.Plan.StoreKind, work.Plan.SecretReference, ct);
        return await session.PrepareAsync(work, ct);
    }
}
