using System.Security.Claims;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Activities;

internal static class ChangeActivity
{
    public static async Task<Results<Ok<ActivityView>, ProblemHttpResult>> HandleAsync(
        Guid id, ActivityDetails body, InventoryDbContext db, ActivityWriter writer, ClaimsPrincipal user, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var (activity, problem) = await OpenAsync(id, db, http.Request, ct);
        if (activity is null)
            return problem!;
        if (await writer.RefuseAsync(body, id, ct) is { } refusal)
            return refusal;
        var version = activity.Change(writer.Completed(body, user), user.CallerId(), clock.GetUtcNow());
        writer.Add(version, user, header => new ProcessingActivityChanged(header, id, version.Number, version.Hash));
        return await SaveAsync(activity, db, writer, http.Response, ct);
    }

    /// <summary>There is no way back: processing that begins again is an activity of its own.</summary>
    public static async Task<Results<Ok<ActivityView>, ProblemHttpResult>> EndAsync(
        Guid id, InventoryDbContext db, ActivityWriter writer, ClaimsPrincipal user, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var (activity, problem) = await OpenAsync(id, db, http.Request, ct);
        if (activity is null)
            return problem!;
        var version = activity.End(user.CallerId(), clock.GetUtcNow());
        writer.Add(version, user, header => new ProcessingActivityEnded(header, id, version.Number, version.Hash));
        return await SaveAsync(activity, db, writer, http.Response, ct);
    }

    private static async Task<(ProcessingActivity?, ProblemHttpResult?)> OpenAsync(Guid id, InventoryDbContext db, HttpRequest request, CancellationToken ct)
    {
        if (await db.Activities.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } activity)
            return (null, Problems.NotFound("processing activity"));
        if (request.CheckIfMatch(activity.Version) is { } conflict)
            return (null, conflict);
        return activity.EndedAt is null ? (activity, null) : (null, Problems.Conflict("activity-ended", "The processing activity has ended: its record stays as it is."));
    }

    private static async Task<Results<Ok<ActivityView>, ProblemHttpResult>> SaveAsync(ProcessingActivity activity, InventoryDbContext db, ActivityWriter writer, HttpResponse response, CancellationToken ct)
    {
        if (!await db.TrySaveAsync(ct))
            return Problems.PreconditionFailed();
        response.SetEtag(activity.Version);
        return TypedResults.Ok(writer.View(activity));
    }
}
