using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Inventory.Maps;

/// <summary>Where something was found.</summary>
/// <param name="What"><c>table</c>, <c>column</c>, <c>category</c>, <c>identifier</c>, <c>subject</c>, <c>purpose</c>, <c>recipient</c> or <c>source</c>: what the text was found in.</param>
/// <param name="Column">Null when it concerns the table.</param>
/// <param name="Value">What stands there.</param>
internal sealed record MapHit(Guid DataStoreId, string DataStoreName, string What, string Schema, string Table, string? Column, string Value);

/// <summary>Search over every map: names, categories, identifiers, purposes, recipients, sources. Case does not matter.</summary>
internal static class MapSearch
{
    public const int MinimumLength = 2;
    private const int MaximumLength = 200;

    /// <param name="search">At least two characters.</param>
    public static async Task<Results<Ok<Page<MapHit>>, ProblemHttpResult>> HandleAsync(string? search, InventoryDbContext db, Drafts drafts, int? limit, CancellationToken ct)
    {
        if (search?.Trim() is not { Length: >= MinimumLength and <= MaximumLength } text)
            return Problems.Validation("search", $"Between {MinimumLength} and {MaximumLength} characters.");
        var take = Paging.Limit(limit);
        var hits = (await drafts.AllAsync(db, ct))
            .SelectMany(d => d.Draft.Map.Tables.SelectMany(t => Find(t, text).Select(f => new MapHit(d.DataStoreId, d.Draft.Map.DataStoreName, f.What, t.Schema, t.Name, f.Column, f.Value))))
            .OrderBy(h => Rank(h, text)).Take(take).ToList();
        return TypedResults.Ok(new Page<MapHit>(hits, null));
    }

    /// <param name="search">Nothing matches everything.</param>
    public static bool Matches(MappedTable table, string? search) => search?.Trim() is not { Length: > 0 } text || Find(table, text).Any();

    private static IEnumerable<(string What, string? Column, string Value)> Find(MappedTable t, string text)
    {
        if (Has($"{t.Schema}.{t.Name}", text))
            yield return ("table", null, $"{t.Schema}.{t.Name}");
        if (Has(t.SubjectKind, text))
            yield return ("subject", null, t.SubjectKind!);
        foreach (var purpose in t.Purposes.Where(p => Has(p, text)))
            yield return ("purpose", null, purpose);
        foreach (var recipient in t.Recipients.Where(r => Has(r, text)))
            yield return ("recipient", null, recipient);
        if (Has(t.Source, text))
            yield return ("source", null, t.Source!);
        foreach (var c in t.Columns)
        {
            if (Has(c.Name, text))
                yield return ("column", c.Name, c.Name);
            else if (Has(c.Category, text))
                yield return ("category", c.Name, c.Category!);
            else if (Has(c.IdentifierKind, text))
                yield return ("identifier", c.Name, c.IdentifierKind!);
        }
    }

    private static bool Has(string? value, string text) => value is not null && value.Contains(text, StringComparison.OrdinalIgnoreCase);

    // The very word, then what begins with it, then the rest; the sort keeps the order of the maps among equals.
    private static int Rank(MapHit hit, string text)
    {
        var name = hit.What == "table" ? hit.Table : hit.Value;
        return name.Equals(text, StringComparison.OrdinalIgnoreCase) ? 0 : name.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 1 : 2;
    }
}
