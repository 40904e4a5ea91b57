using System.Security.Claims;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Fulfilment;

internal static class GetStorePlan
{
    /// <summary>Only of the request's current plan: work that was handed out for a plan since replaced ends here, also when it is tried again.</summary>
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> HandleAsync(Guid planId, Guid dataStoreId, DsarDbContext db, CancellationToken ct)
    {
        if (await db.PlannedStores.AsNoTracking().SingleOrDefaultAsync(s => s.PlanId == planId && s.DataStoreId == dataStoreId, ct) is not { } store)
            return Problems.NotFound("store plan");
        return await db.Requests.AnyAsync(r => r.CurrentPlanId == planId, ct)
            ? TypedResults.Text(store.Document, "application/json")
            : Problems.Conflict("plan-not-current", "Another plan has taken the place of this one.");
    }
}

/// <summary>Identifiers in clear, for the data plane just before it needs them. Each read is an event.</summary>
internal static class GetIdentities
{
    public static async Task<Results<Ok<IReadOnlyList<SubjectIdentifier>>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, DsarDbContext db, IdentifierStore identifiers, RequestEvents events, CancellationToken ct)
    {
        if (await db.Requests.FindAsync([id], ct) is not { } request)
            return Problems.NotFound("request");

        // Nobody works for a person whose identity is not established, or whose request is closed.
        if (request.State is not (RequestState.Planning or RequestState.AwaitingApproval or RequestState.Approved or RequestState.Executing or RequestState.Incomplete))
        {
            events.AddRefused(request, user.Actor(), "state-conflict", h => new IdentifiersRead(h, id, 0));
            await db.SaveChangesAsync(ct);
            return Problems.Conflict("state-conflict", "The request is not being worked on.");
        }

        var values = await identifiers.ReadAsync(request, ct);
        events.Add(request, user.Actor(), h => new IdentifiersRead(h, id, values.Count));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(values);
    }
}

/// <summary>Identifiers that a store resolved from the person's own row.</summary>
internal static class AddIdentities
{
    private const int MaxPerRequest = 200;

    /// <param name="NewKinds">Kinds of those that were not there yet.</param>
    public sealed record Response(IReadOnlyList<string> NewKinds);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid id, IReadOnlyList<SubjectIdentifier> found, ClaimsPrincipal user, DsarDbContext db, IdentifierStore identifiers, RequestEvents events, CancellationToken ct)
    {
        if (found.Any(i => i is null))
            return Problems.Validation("identifiers", "An element is null.");
        if (found.Count > MaxPerRequest)
            return Problems.Validation("identifiers", $"At most {MaxPerRequest} identifiers.");
        if (await db.LockRequestAsync(id, ct) is not { } request)
            return Problems.NotFound("request");
        if (request.State is not (RequestState.Planning or RequestState.AwaitingApproval or RequestState.Executing or RequestState.Incomplete))
            return Problems.Conflict("state-conflict", "The request is not being worked on.");
        var stores = await db.PlannedStores.AsNoTracking().Where(s => s.PlanId == request.CurrentPlanId).ToListAsync(ct);

        // Only what the plan asked for: a kind that households share must not widen the request.
        var asked = stores.SelectMany(s => PlanDocuments.Read(s).Steps).SelectMany(s => s.Columns).Select(c => c.IdentifierKind).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (found.FirstOrDefault(i => !asked.Contains(i.Kind)) is { } stranger)
            return Problems.Validation("identifiers", $"The plan does not resolve the kind '{stranger.Kind}'.");
        if (request.IdentifierSequence + found.Count > MaxPerRequest)
            return Problems.Conflict("too-many-identifiers", "The request has too many identifiers: the plan matches more than one person.");
        // A store's column may hold anything, a dash for want of an address: what is no identifier finds nobody.
        var kinds = await identifiers.AddAsync(request, [.. found.Where(i => IdentifierRules.Check([i]).Count == 0)], request.CurrentPlanId, ct);
        if (kinds.Count > 0)
            events.Add(request, user.Actor(), h => new IdentifiersAdded(h, id, kinds));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new Response(kinds));
    }
}
