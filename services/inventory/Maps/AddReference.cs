using System.Security.Claims;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping.Suggesting;
using Governance.Inventory.Mapping.Vocabulary;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Inventory.Maps;

/// <summary>Adds a reference that the store does not declare.</summary>
internal static class AddReference
{
    internal sealed record Body(
        TableName From, IReadOnlyList<string> FromColumns, TableName To, IReadOnlyList<string> ToColumns, bool FollowToChildren = true, bool FollowToParent = false);

    public static async Task<Results<Created<MappedReference>, ProblemHttpResult>> HandleAsync(
        Guid id, Body body, MapEditor editor, ClaimsPrincipal user, HttpContext http, CancellationToken ct)
    {
        var (open, problem) = await editor.OpenAsync(id, http.Request, ct);
        if (open is null)
            return problem!;
        var map = open.Draft.Map;
        if (Refuse(map, body, out var nullable) is { } refusal)
            return refusal;
        var same = map.References.FirstOrDefault(r =>
            r.From == body.From && r.To == body.To && r.FromColumns.SequenceEqual(body.FromColumns) && r.ToColumns.SequenceEqual(body.ToColumns));
        if (same is not null)
            return Problems.Conflict("reference-exists", $"The map has this reference already: decide it by its name.");

        var name = LogicalReferenceFinder.NameOf(body.From, body.FromColumns, body.To);
        if (map.References.Any(r => r.Name == name))
            name += $"({string.Join(',', body.ToColumns)})";
        var added = new MappedReference(
            name, body.From, body.FromColumns, body.To, body.ToColumns, "no-action", Deferrable: false, nullable, Declared: false,
            body.FollowToChildren, body.FollowToParent, DecisionState.Changed);
        var (next, conflict) = await editor.SaveAsync(
            open, map with { References = [.. map.References, added] }, (body.From.ToString(), null, "reference-added"), user, http.Response, ct);
        return next is null
            ? conflict!
            : TypedResults.Created($"/v1/data-stores/{id}/map", next.Map.References.First(r => r.Name == name));
    }

    private static ProblemHttpResult? Refuse(DataMap map, Body body, out bool nullable)
    {
        nullable = false;
        if (map.Tables.FirstOrDefault(t => t.FullName == body.From) is not { } from)
            return Problems.Validation("from", "The map has no such table.");
        if (map.Tables.FirstOrDefault(t => t.FullName == body.To) is not { } to)
            return Problems.Validation("to", "The map has no such table.");
        if (body.FromColumns.Count is 0 or > 32 || body.FromColumns.Count != body.ToColumns.Count)
            return Problems.Validation("toColumns", "As many columns as fromColumns, at least one.");
        nullable = true;
        for (var i = 0; i < body.FromColumns.Count; i++)
        {
            if (from.Columns.FirstOrDefault(c => c.Name == body.FromColumns[i]) is not { } here)
                return Problems.Validation($"fromColumns[{i}]", "The table has no such column.");
            if (to.Columns.FirstOrDefault(c => c.Name == body.ToColumns[i]) is not { } there)
                return Problems.Validation($"toColumns[{i}]", "The table has no such column.");
            if (TypeShapes.Of(here.Type) != TypeShapes.Of(there.Type))
                return Problems.Validation($"toColumns[{i}]", $"The types differ: {here.Type} and {there.Type} can't be compared.");
            nullable &= here.Nullable;
        }

        return null;
    }
}
