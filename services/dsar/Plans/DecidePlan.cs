using System.Security.Claims;
using System.Text.Json.Serialization;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Fulfilment;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Plans;

internal enum PlanDecision
{
    [JsonStringEnumMemberName("approve")]
    Approve,

    [JsonStringEnumMemberName("send-back")]
    SendBack,
}

/// <summary>Somebody who neither filed nor planned the request approves the plan or sends it back.</summary>
internal static class DecidePlan
{
    /// <param name="Reason">Needed when sending back; for colleagues, never shown to the person or published.</param>
    public sealed record Body(PlanDecision Decision, string? Reason = null);

    public sealed record Response(Guid Id, PlanState State, string PlanHash, RequestState RequestState);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid planId, Body body, ClaimsPrincipal user, HttpContext http, DsarDbContext db, DataMaps maps, RequestEvents events, StoreExecutions executions,
        FaultPoints faults, TimeProvider clock, CancellationToken ct)
    {
        if (body.Reason is { Length: > 1000 } || (body.Decision == PlanDecision.SendBack && string.IsNullOrWhiteSpace(body.Reason)))
            return Problems.Validation("reason", "At most 1000 characters; needed when sending back.");
        var request = await db.LockRequestAsync(id, ct);
        if (request is null || await db.Plans.SingleOrDefaultAsync(p => p.Id == planId && p.RequestId == id, ct) is not { } plan)
            return Problems.NotFound("plan");
        if (http.Request.CheckIfMatch(plan.Version) is { } conflict)
            return conflict;

        var stores = await db.PlannedStores.Where(s => s.PlanId == planId).OrderBy(s => s.DataStoreId).ToListAsync(ct);
        var approve = body.Decision == PlanDecision.Approve;
        if (await CheckAsync(plan, stores, approve, maps, ct) is { } blocked)
            return blocked;
        if (plan.Decide(approve, body.Reason, user.CallerId(), request.OpenedBy, clock.GetUtcNow()) is { } refusal)
        {
            if (refusal.Code == "plan-not-ready")
                return Problems.Conflict(refusal.Code, refusal.Detail);
            events.AddRefused(request, user.Actor(), refusal.Code, h => new PlanApprovalRefused(h, id, planId));
            await db.SaveChangesAsync(ct);
            return Problems.Forbidden(refusal.Code, refusal.Detail);
        }

        if (approve)
        {
            request.Approve();
            events.Add(request, user.Actor(), h => new PlanApproved(h, id, planId, plan.PlanHash!));
            executions.StartAll(request, plan, stores);
        }
        else
        {
            request.PlanAgain();
            events.Add(request, user.Actor(), h => new PlanSentBack(h, id, planId));
        }

        await db.SaveChangesAsync(ct);
        await db.Database.CommitTransactionAsync(ct);
        faults.Hit("dsar.after-approval");
        http.Response.SetEtag(plan.Version);
        return TypedResults.Ok(new Response(planId, plan.State, plan.PlanHash!, request.State));
    }

    private static async Task<ProblemHttpResult?> CheckAsync(RequestPlan plan, List<PlannedStore> stores, bool approve, DataMaps maps, CancellationToken ct)
    {
        if (!approve || plan.State != PlanState.Ready)
            return null;
        if (stores.Exists(s => s.Preparation == PreparationState.Preparing))
            return Problems.Conflict("plan-not-ready", "A store is being counted again. Wait and look at the numbers.");
        if (stores.Exists(s => s.IsBlocked))
            return Problems.Conflict("plan-blocked", "The plan has problems that keep it from being carried out. Solve them and plan again.");
        var (then, now) = (PlanDocuments.MapVersions(plan), await maps.LatestVersionsAsync(ct));
        return now.Count == then.Count && now.All(m => then.TryGetValue(m.Key, out var version) && version == m.Value)
            ? null
            : Problems.Conflict("plan-outdated", "A data map has changed since. Plan again.");
    }
}
