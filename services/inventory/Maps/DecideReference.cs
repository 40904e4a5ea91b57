using System.Security.Claims;
using Governance.Contracts.Inventory.V1;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Inventory.Maps;

/// <summary>Confirms whether a reference is followed (empty body) or changes it.</summary>
internal static class DecideReference
{
    internal sealed record Body(bool? FollowToChildren = null, bool? FollowToParent = null);

    public static async Task<Results<Ok<MappedReference>, ProblemHttpResult>> HandleAsync(
        Guid id, string name, Body body, MapEditor editor, ClaimsPrincipal user, HttpContext http, CancellationToken ct)
    {
        var (open, problem) = await editor.OpenAsync(id, http.Request, ct);
        if (open is null)
            return problem!;
        var map = open.Draft.Map;
        if (map.References.FirstOrDefault(r => r.Name == name) is not { } before)
            return Problems.NotFound("reference in the map");

        var isSame = body == new Body();
        var after = before with
        {
            FollowToChildren = body.FollowToChildren ?? before.FollowToChildren,
            FollowToParent = body.FollowToParent ?? before.FollowToParent,
            Decision = isSame ? DecisionState.Confirmed : DecisionState.Changed,
        };
        var changed = map with { References = [.. map.References.Select(r => ReferenceEquals(r, before) ? after : r)] };
        var (next, conflict) = await editor.SaveAsync(
            open, changed, (before.From.ToString(), null, isSame ? "reference-confirmed" : "reference-changed"), user, http.Response, ct);
        return next is null ? conflict! : TypedResults.Ok(next.Map.References.First(r => r.Name == name));
    }
}
