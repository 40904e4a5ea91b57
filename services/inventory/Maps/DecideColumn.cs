using System.Security.Claims;
using System.Text.RegularExpressions;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping.Checking;
using Governance.Inventory.Mapping.Vocabulary;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Inventory.Maps;

/// <summary>Confirms a column's suggestion (empty body) or changes it (fields that are set).</summary>
internal static partial class DecideColumn
{
    internal sealed record Body
    {
        public Optional<string?> Category { get; init; }

        public Optional<string?> IdentifierKind { get; init; }

        public Optional<Masking?> Masking { get; init; }
    }

    public static async Task<Results<Ok<MappedColumn>, ProblemHttpResult>> HandleAsync(
        Guid id, string schema, string table, string name, Body body, MapEditor editor, ClaimsPrincipal user, HttpContext http, CancellationToken ct)
    {
        if (Refuse(body) is { } refusal)
            return refusal;
        var (open, problem) = await editor.OpenAsync(id, http.Request, ct);
        if (open is null)
            return problem!;
        var map = open.Draft.Map;
        var owner = map.Tables.FirstOrDefault(t => t.Schema == schema && t.Name == table);
        if (owner?.Columns.FirstOrDefault(c => c.Name == name) is not { } before)
            return Problems.NotFound("column in the map");

        var isSame = body == new Body();
        var after = before with
        {
            Category = body.Category.Or(before.Category),
            IdentifierKind = body.IdentifierKind.Or(before.IdentifierKind),
            Masking = body.Masking.Or(before.Masking),
            Decision = isSame ? DecisionState.Confirmed : DecisionState.Changed,
        };
        if (body.Masking is { IsSet: true, Value: not null } && MaskingCheck.Refuse(owner, after) is { } misfit)
            return Problems.Validation("masking", $"{misfit.Code}: {misfit.Message}");

        var columns = owner.Columns.Select(c => ReferenceEquals(c, before) ? after : c).ToArray();
        var changed = map with { Tables = [.. map.Tables.Select(t => ReferenceEquals(t, owner) ? t with { Columns = columns } : t)] };
        var what = isSame ? "column-confirmed" : $"column-changed:{Fields(body)}";
        var (next, conflict) = await editor.SaveAsync(open, changed, (owner.FullName.ToString(), name, what), user, http.Response, ct);
        return next is null
            ? conflict!
            : TypedResults.Ok(next.Map.Tables.First(t => t.Schema == schema && t.Name == table).Columns.First(c => c.Name == name));
    }

    private static ProblemHttpResult? Refuse(Body body)
    {
        if (body.Category is { IsSet: true, Value: { } category } && !Categories.IsValid(category))
            return Problems.Validation("category", "A category of the vocabulary (user.… or system.…), lower-case words divided by points.");
        if (body.IdentifierKind is { IsSet: true, Value: { } kind } && !Kind().IsMatch(kind))
            return Problems.Validation("identifierKind", "Lower-case words divided by hyphens, for example customer-number.");
        return body.Masking is { IsSet: true, Value.Value.Length: > 500 } ? Problems.Validation("masking.value", "At most 500 characters.") : null;
    }

    private static string Fields(Body body) => string.Join(',', new (string Name, bool IsSet)[]
    {
        ("category", body.Category.IsSet), ("identifierKind", body.IdentifierKind.IsSet), ("masking", body.Masking.IsSet),
    }.Where(f => f.IsSet).Select(f => f.Name));

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex Kind();
}
