using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Inventory.Maps;

/// <summary>What a drawing of the map shows: tables in numbers and the references between them, without columns.</summary>
internal static class ReadGraph
{
    /// <param name="Total">Tables that the filter finds, also those beyond the limit.</param>
    /// <param name="References">Those between two of the tables.</param>
    internal sealed record Response(int Total, IReadOnlyList<GraphTable> Tables, IReadOnlyList<GraphReference> References);

    /// <param name="PersonalColumns">Columns with a category or that identify the person.</param>
    internal sealed record GraphTable(string Schema, string Name, string? SubjectKind, ErasureAction Action, long RowEstimate, int Columns, int PersonalColumns);

    /// <param name="Followed">Plans go along it, in one direction or both.</param>
    internal sealed record GraphReference(string Name, TableName From, TableName To, bool Followed);

    /// <param name="all">Also tables without personal data.</param>
    /// <param name="limit">Of a larger map, the tables nearest to people.</param>
    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid id, InventoryDbContext db, Drafts drafts, HttpResponse response, CancellationToken ct, bool all = false, int? limit = null)
    {
        if (await drafts.FindAsync(db, id, ct) is not { Draft.Map: var map } draft)
            return Problems.NotFound("data map");
        response.SetEtag(draft.Version);
        var found = FromPeopleOutwards(map).Where(t => all || t.IsPersonal()).ToList();
        var tables = found.Take(Paging.Limit(limit)).ToList();
        var shown = tables.Select(t => t.FullName).ToHashSet();
        return TypedResults.Ok(new Response(
            found.Count,
            [.. tables.Select(t => new GraphTable(t.Schema, t.Name, t.SubjectKind, t.Action, t.RowEstimate, t.Columns.Count, t.Columns.Count(c => c.IsPersonal())))],
            [.. map.References.Where(r => shown.Contains(r.From) && shown.Contains(r.To)).Select(r => new GraphReference(r.Name, r.From, r.To, r.FollowToChildren || r.FollowToParent))]));
    }

    /// <summary>Tables of people, then what one reference leads to, then two, and so on; last what no reference leads to.</summary>
    private static IEnumerable<MappedTable> FromPeopleOutwards(DataMap map)
    {
        var tables = map.Tables.ToDictionary(t => t.FullName);
        var neighbours = map.References.SelectMany(r => new[] { (Here: r.From, There: r.To), (Here: r.To, There: r.From) }).ToLookup(p => p.Here, p => p.There);
        var near = new Queue<TableName>(map.Tables.Where(t => t.SubjectKind is not null).Select(t => t.FullName));
        var seen = near.ToHashSet();
        while (near.TryDequeue(out var name))
        {
            if (tables.TryGetValue(name, out var table))
                yield return table;
            foreach (var next in neighbours[name].Where(seen.Add))
                near.Enqueue(next);
        }
        foreach (var table in map.Tables.Where(t => !seen.Contains(t.FullName)))
            yield return table;
    }
}
