using System.Globalization;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Inventory.Maps;

/// <summary>One decision to make: what a column holds, what becomes of a table, or where plans follow a reference. Exactly one of the three is set.</summary>
/// <param name="Place">Its place in the map; stays the same until the next scan.</param>
internal sealed record MapSuggestion(int Place, MappedColumn? Column, MappedTable? Table, MappedReference? Reference)
{
    /// <summary>Of the column's table.</summary>
    public TableName? ColumnTable { get; init; }

    internal bool IsOpen => (Column?.Decision ?? Table?.Decision ?? Reference!.Decision).IsOpen();

    internal bool IsPersonal => Column?.IsPersonal() ?? Table?.IsPersonal() ?? Reference!.IsPersonal();
}

/// <summary>What waits for a decision, table by table: columns first, then what becomes of the table; references at the end.</summary>
internal static class MapSuggestions
{
    /// <param name="all">Also what does not concern personal data.</param>
    public static async Task<Results<Ok<Page<MapSuggestion>>, ProblemHttpResult>> ListAsync(
        Guid id, InventoryDbContext db, Drafts drafts, HttpResponse response, CancellationToken ct, string? after = null, int? limit = null, bool all = false)
    {
        var place = -1;
        if (after is not null && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out place))
            return Problems.Validation("after", "Not a cursor of this list.");
        if (await drafts.FindAsync(db, id, ct) is not { } map)
            return Problems.NotFound("data map");
        response.SetEtag(map.Version);
        var take = Paging.Limit(limit);
        var open = Of(map.Draft.Map).Where(s => s.Place > place && s.IsOpen && (all || s.IsPersonal)).Take(take + 1).ToList();
        return TypedResults.Ok(Paging.ToPage(open, take, WithoutColumns, s => s.Place.ToString(CultureInfo.InvariantCulture)));
    }

    public static IEnumerable<MapSuggestion> Of(DataMap map)
    {
        var place = 0;
        foreach (var table in map.Tables)
        {
            foreach (var column in table.Columns)
                yield return new(place++, column, null, null) { ColumnTable = table.FullName };
            yield return new(place++, null, table, null);
        }
        foreach (var reference in map.References)
            yield return new(place++, null, null, reference);
    }

    // Its columns are suggestions of their own.
    private static MapSuggestion WithoutColumns(MapSuggestion s) => s.Table is null ? s : s with { Table = s.Table with { Columns = [] } };
}
