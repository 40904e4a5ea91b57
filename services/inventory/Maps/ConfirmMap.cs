using System.Security.Claims;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping.Checking;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Inventory.Maps;

/// <summary>Makes the draft the next confirmed version, which plans are made from.</summary>
internal static class ConfirmMap
{
    private const int MostNamed = 50;

    private static readonly string[] Undecided = ["undecided: Confirm or change it, or accept the suggestions."];

    /// <param name="AcceptSuggestions">Take over what nobody has decided yet.</param>
    internal sealed record Body(bool AcceptSuggestions = false);

    public static async Task<Results<Created<MapVersionView>, ProblemHttpResult>> HandleAsync(
        Guid id, Body body, MapEditor editor, ClaimsPrincipal user, HttpContext http, CancellationToken ct)
    {
        var (open, problem) = await editor.OpenAsync(id, http.Request, ct);
        if (open is null)
            return problem!;
        var map = open.Draft.Map;
        if (!body.AcceptSuggestions && map.OpenOnPersonalData().Take(MostNamed).ToArray() is { Length: > 0 } undecided)
            return Refuse("suggestions-undecided", "Suggestions on personal data are undecided.", undecided.Distinct().ToDictionary(n => n, _ => Undecided));

        var decided = map.Accept(0, null);
        var problems = MapValidator.Check(decided);
        if (problems.Count > 0)
            return Refuse("map-not-executable", "The map can't be carried out as it is.", Named(problems));
        var (version, conflict) = await editor.ConfirmAsync(open, decided, user, http.Response, ct);
        return version is null
            ? conflict!
            : TypedResults.Created($"/v1/data-stores/{id}/map/versions/{version.Number}", ReadVersions.View(version));
    }

    private static Dictionary<string, string[]> Named(IReadOnlyList<MapProblem> problems) =>
        problems.GroupBy(p => p.Field, StringComparer.Ordinal).Take(MostNamed).ToDictionary(g => g.Key, g => g.Select(p => $"{p.Code}: {p.Message}").ToArray(), StringComparer.Ordinal);

    private static ProblemHttpResult Refuse(string code, string title, Dictionary<string, string[]> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors) { Type = Problems.TypeOf(code), Title = title, Status = StatusCodes.Status422UnprocessableEntity });
}
