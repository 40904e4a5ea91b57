using System.Security.Claims;
using Governance.Contracts.Inventory.V1;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Inventory.Maps;

/// <summary>Takes over suggestions in bulk.</summary>
internal static class AcceptSuggestions
{
    /// <param name="MinimumConfidence">Personal columns below stay open, and their tables with them.</param>
    /// <param name="Tables">Only these; all when left out.</param>
    internal sealed record Body(double MinimumConfidence = 0, IReadOnlyList<TableName>? Tables = null);

    internal sealed record Response(int Accepted, int OpenOnPersonalData);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid id, Body body, MapEditor editor, ClaimsPrincipal user, HttpContext http, CancellationToken ct)
    {
        if (body.MinimumConfidence is < 0 or > 1 or double.NaN)
            return Problems.Validation("minimumConfidence", "Between 0 and 1.");
        var (open, problem) = await editor.OpenAsync(id, http.Request, ct);
        if (open is null)
            return problem!;
        var map = open.Draft.Map;
        var unknown = body.Tables?.FirstOrDefault(t => !map.Tables.Any(m => m.FullName == t));
        if (unknown is not null)
            return Problems.Validation("tables", $"The map has no table {unknown}.");

        var accepted = map.Accept(body.MinimumConfidence, body.Tables?.ToHashSet());
        var (next, conflict) = await editor.SaveAsync(open, accepted, ("*", null, "suggestions-accepted"), user, http.Response, ct);
        return next is null ? conflict! : TypedResults.Ok(new Response(Open(map) - Open(next.Map), next.Map.OpenOnPersonalData().Count()));
    }

    private static int Open(DataMap map) =>
        map.Tables.Sum(t => (t.Decision.IsOpen() ? 1 : 0) + t.Columns.Count(c => c.Decision.IsOpen())) + map.References.Count(r => r.Decision.IsOpen());
}
