using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Jobs;
using Governance.Dsar.Requests;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Plans;

/// <summary>Collects what the stores answered until the plan can be decided on. Callers hold the request's lock.</summary>
internal sealed class PlanProgress(DsarDbContext db, RequestEvents events, TimeProvider clock)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(1);

    /// <summary>Looks at all stores of the plan after one of them has answered.</summary>
    public async Task AdvanceAsync(SubjectRequest request, RequestPlan plan, CancellationToken ct)
    {
        var stores = await db.PlannedStores.Where(s => s.PlanId == plan.Id).OrderBy(s => s.DataStoreId).ToListAsync(ct);
        await PrepareForNewIdentifiersAsync(request, stores, ct);
        if (stores.Exists(s => s.Preparation == PreparationState.Preparing))
            return;
        if (stores.TrueForAll(s => s.Preparation == PreparationState.Failed))
        {
            Fail(request, plan, stores[0].PreparationCode!);
            return;
        }

        MakeReady(request, plan, stores);
        foreach (var store in stores.Where(s => s.Preparation == PreparationState.Failed))
            ScheduleRetry(request, store);
    }

    public void MakeReady(SubjectRequest request, RequestPlan plan, IReadOnlyList<PlannedStore> stores)
    {
        var gaps = stores.Count(s => s.IsGap);
        plan.Ready(Hash(plan, stores));
        if (request.State == RequestState.Planning)
            request.PlanIsReady();
        events.Add(request, actor: null, h => new PlanReady(h, request.Id, plan.Id, plan.PlanHash!, stores.Sum(s => s.Counts.Sum(c => c.Rows)), gaps));
    }

    /// <summary>Asks a store again, after a while that doubles from attempt to attempt.</summary>
    public void ScheduleRetry(SubjectRequest request, PlannedStore store)
    {
        var wait = TimeSpan.FromTicks(Math.Min(FirstRetry.Ticks << Math.Min(store.Attempt - 1, 10), TimeSpan.FromHours(1).Ticks));
        var now = clock.GetUtcNow();
        db.Jobs.Add(new() { Id = Guid.CreateVersion7(now), Kind = JobKinds.PrepareAgain, RequestId = request.Id, SubjectId = store.PlanId, DataStoreId = store.DataStoreId, DueAt = now + wait });
    }

    public void PrepareAgain(SubjectRequest request, PlannedStore store) =>
        events.Send(new PrepareStorePlan(store.PlanId, request.Id, store.DataStoreId, store.Prepare(request.IdentifierSequence)));

    /// <summary>Identifiers that one store resolved may find more in others (and in itself). Ends because identifiers are added once.</summary>
    public async Task PrepareForNewIdentifiersAsync(SubjectRequest request, IReadOnlyCollection<PlannedStore> stores, CancellationToken ct)
    {
        if (stores.All(s => s.KnownIdentifiers >= request.IdentifierSequence))
            return;
        var added = await db.Identifiers.Where(i => i.RequestId == request.Id).Select(i => new { i.Kind, i.Sequence }).ToListAsync(ct);
        foreach (var store in stores.Where(s => s.Preparation != PreparationState.Preparing))
        {
            var kinds = PlanDocuments.Read(store).Steps.SelectMany(s => s.Match).Select(m => m.IdentifierKind).ToHashSet(StringComparer.Ordinal);
            if (added.Exists(i => i.Sequence > store.KnownIdentifiers && kinds.Contains(i.Kind)))
                PrepareAgain(request, store);
        }
    }

    private void Fail(SubjectRequest request, RequestPlan plan, string code)
    {
        plan.Fail(code);
        request.PlanAgain();
        events.Add(request, actor: null, h => new PlanFailed(h, request.Id, plan.Id, code));
    }

    /// <summary>SHA-256 over what is to be done and what was counted: an approval is of exactly this.</summary>
    private static string Hash(RequestPlan plan, IReadOnlyList<PlannedStore> stores)
    {
        var document = new JsonObject
        {
            ["planId"] = plan.Id,
            ["stores"] = new JsonArray([.. stores.Select(s => (JsonNode)new JsonObject
            {
                ["plan"] = JsonNode.Parse(s.Document),
                ["preparation"] = s.Preparation.ToString(),
                ["counts"] = JsonSerializer.SerializeToNode(s.Counts, MessageJson.Options),
                ["problems"] = JsonSerializer.SerializeToNode(s.Problems, MessageJson.Options),
            })]),
        };
        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(document)));
    }
}
