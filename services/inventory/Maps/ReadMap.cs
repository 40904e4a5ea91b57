using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Inventory.Mapping;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Maps;

internal static class ReadMap
{
    /// <param name="decision">Only what stands in this state, for example <c>suggested</c>.</param>
    /// <param name="personal">Only what concerns personal data.</param>
    public static async Task<Results<Ok<MapView>, ProblemHttpResult>> GetAsync(
        Guid id, InventoryDbContext db, Drafts drafts, HttpResponse response, CancellationToken ct, string? decision = null, bool personal = false)
    {
        if (!TryReadState(decision, out var state))
            return Problems.Validation("decision", "One of: suggested, confirmed, changed.");
        if (await drafts.FindAsync(db, id, ct) is not { Draft: var draft } map)
            return Problems.NotFound("data map");
        response.SetEtag(map.Version);
        return TypedResults.Ok(new MapView(
            StateOf(map),
            map.ConfirmedVersion is 0 ? null : map.ConfirmedVersion,
            map.ScanId, map.ScannedAt,
            draft.Map.OpenOnPersonalData().Count(),
            Filter(draft.Map, state, personal),
            draft.TableEvidence, draft.ReferenceEvidence));
    }

    /// <summary>The map in numbers, without its tables.</summary>
    public static async Task<Results<Ok<MapSummary>, ProblemHttpResult>> SummariseAsync(Guid id, InventoryDbContext db, Drafts drafts, HttpResponse response, CancellationToken ct)
    {
        if (await drafts.FindAsync(db, id, ct) is not { Draft.Map: var draft } map)
            return Problems.NotFound("data map");
        response.SetEtag(map.Version);
        return TypedResults.Ok(new MapSummary(
            StateOf(map), map.ConfirmedVersion is 0 ? null : map.ConfirmedVersion, map.ScanId, map.ScannedAt,
            draft.Tables.Count, draft.Tables.Sum(t => t.Columns.Count), draft.Tables.Sum(t => t.Columns.Count(c => c.IsPersonal())),
            draft.OpenOnPersonalData().Count(), MapSuggestions.Of(draft).Count(s => s.IsOpen)));
    }

    /// <summary>Tables in the order of schema and name, each with the references from it.</summary>
    /// <param name="search">Only tables of which a name, category, identifier, purpose, recipient or source, or that of a column, contains this.</param>
    public static async Task<Results<Ok<Page<MappedTableView>>, ProblemHttpResult>> ListTablesAsync(
        Guid id, InventoryDbContext db, Drafts drafts, HttpResponse response, CancellationToken ct,
        string? after = null, int? limit = null, string? decision = null, bool personal = false, string? search = null)
    {
        if (!TryReadState(decision, out var state))
            return Problems.Validation("decision", "One of: suggested, confirmed, changed.");
        if (await drafts.FindAsync(db, id, ct) is not { Draft: var draft } map)
            return Problems.NotFound("data map");
        if (!TextCursor.TryRead(after, out var cursor))
            return Problems.Validation("after", "Not a cursor of this list.");
        var filtered = Filter(draft.Map, state, personal);
        var take = Paging.Limit(limit);
        var rows = filtered.Tables.Where(t => (cursor is null || string.CompareOrdinal(KeyOf(t), cursor) > 0) && MapSearch.Matches(t, search))
            .OrderBy(KeyOf, StringComparer.Ordinal).Take(take + 1).ToList();
        var references = filtered.References.ToLookup(r => r.From);
        response.SetEtag(map.Version);
        return TypedResults.Ok(Paging.ToPage(rows, take, t => View(t, draft, references), t => TextCursor.Of(KeyOf(t))));
    }

    private static MapState StateOf(ReadDraft map) => map.HasChanges ? MapState.Draft : MapState.Confirmed;

    private static MappedTableView View(MappedTable t, SuggestedMap draft, ILookup<TableName, MappedReference> references) =>
        new(t, draft.TableEvidence.GetValueOrDefault(t.FullName.ToString()) ?? [], [.. references[t.FullName]]);

    private static DataMap Filter(DataMap map, DecisionState? decision, bool personal)
    {
        if (decision is null && !personal)
            return map;
        var tables = new List<MappedTable>();
        foreach (var t in map.Tables)
        {
            var columns = t.Columns.Where(c => (decision is null || c.Decision == decision) && (!personal || c.IsPersonal())).ToList();
            var itself = (decision is null || t.Decision == decision) && (!personal || t.IsPersonal());
            if (itself || columns.Count > 0)
                tables.Add(t with { Columns = columns });
        }

        return map with
        {
            Tables = tables,
            References = [.. map.References.Where(r => (decision is null || r.Decision == decision) && (!personal || r.IsPersonal()))],
        };
    }

    private static bool TryReadState(string? text, out DecisionState? state)
    {
        state = Enum.TryParse<DecisionState>(text, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
        return text is null || state is not null;
    }

    private static string KeyOf(MappedTable t) => $"{t.Schema}\0{t.Name}";
}
