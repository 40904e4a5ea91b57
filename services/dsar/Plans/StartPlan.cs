using System.Security.Claims;
using System.Text.Json;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Jobs;
using Governance.Dsar.Packages;
using Governance.Dsar.Planning;
using Governance.Dsar.Requests;
using Governance.Messaging;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Plans;

/// <summary>Plans a verified request over all confirmed maps and has the data plane count and check.</summary>
internal static class StartPlan
{
    public sealed record Response(Guid Id, PlanState State, int Stores);

    public static async Task<Results<Accepted<Response>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, DsarDbContext db, DataMaps maps, RequestEvents events, PlanProgress progress, TimeProvider clock, CancellationToken ct)
    {
        if (await db.LockRequestAsync(id, ct) is not { } request)
            return Problems.NotFound("request");
        if (!Planner.CanPlan(request.Type))
            return Problems.Unprocessable("not-plannable", "Requests of this type are carried out by people and completed by hand.");
        var known = await maps.LatestAsync(ct);
        if (known.Count == 0)
            return Problems.Conflict("no-confirmed-map", "There is no confirmed data map to plan with.");
        var now = clock.GetUtcNow();
        var planId = Guid.CreateVersion7(now);
        if (request.StartPlanning(planId) is { } refusal)
            return Problems.Conflict(refusal.Code, refusal.Detail);

        foreach (var earlier in await db.Plans.Where(p => p.RequestId == id && (p.State == PlanState.Preparing || p.State == PlanState.Ready)).ToListAsync(ct))
            earlier.Supersede();
        await DropUnfinishedPackagesAsync(request, db, now, ct);
        var kinds = await db.Identifiers.Where(i => i.RequestId == id).Select(i => i.Kind).Distinct().ToListAsync(ct);
        var result = Planner.Plan(known, kinds, request.Type, id, planId, request.SubjectKind);
        var plan = RequestPlan.Start(planId, id, user.CallerId(), JsonSerializer.Serialize(known.ToDictionary(m => m.DataStoreId, m => m.Version)), JsonSerializer.Serialize(result.Summary, MessageJson.Options), now);
        db.Plans.Add(plan);
        events.Add(request, user.Actor(), h => new PlanRequested(h, id, planId, result.Stores.Count));
        var stores = result.Stores.Select(s => Add(s, known, request, db, events)).ToList();
        if (stores.Count == 0)
            progress.MakeReady(request, plan, stores);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/v1/requests/{id}/plans/{planId}", new Response(planId, plan.State, stores.Count));
    }

    /// <summary>What an earlier plan collected and never delivered is deleted once the request is closed.</summary>
    private static async Task DropUnfinishedPackagesAsync(SubjectRequest request, DsarDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var package in await db.Packages.Where(p => p.RequestId == request.Id && p.State == PackageState.Collecting).Select(p => p.Id).ToListAsync(ct))
            db.Jobs.Add(new() { Id = Guid.CreateVersion7(now), Kind = JobKinds.DeletePackage, RequestId = request.Id, SubjectId = package, DueAt = now });
    }

    private static PlannedStore Add(StorePlan plan, IReadOnlyList<DataMap> maps, SubjectRequest request, DsarDbContext db, RequestEvents events)
    {
        var name = maps.First(m => m.DataStoreId == plan.DataStoreId).DataStoreName;
        var store = PlannedStore.For(plan.PlanId, plan.DataStoreId, name, plan.MapVersion, JsonSerializer.Serialize(plan, MessageJson.Options));
        db.PlannedStores.Add(store);
        events.Send(new PrepareStorePlan(plan.PlanId, request.Id, plan.DataStoreId, store.Prepare(request.IdentifierSequence)));
        return store;
    }
}
