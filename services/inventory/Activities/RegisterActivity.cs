using System.Security.Claims;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Inventory.Activities;

internal static class RegisterActivity
{
    public static async Task<Results<Created<ActivityView>, ProblemHttpResult>> HandleAsync(
        ActivityDetails body, InventoryDbContext db, ActivityWriter writer, ClaimsPrincipal user, TimeProvider clock, HttpResponse response, CancellationToken ct)
    {
        if (await writer.RefuseAsync(body, self: null, ct) is { } refusal)
            return refusal;
        var (activity, first) = ProcessingActivity.Register(writer.Completed(body, user), user.CallerId(), clock.GetUtcNow());
        db.Add(activity);
        writer.Add(first, user, header => new ProcessingActivityRegistered(header, activity.Id, first.Number, first.Hash));
        if (!await db.TrySaveAsync(ct))
            return ActivityWriter.NameTaken();
        response.SetEtag(activity.Version);
        return TypedResults.Created($"/v1/processing-activities/{activity.Id}", writer.View(activity));
    }
}
