using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping;

namespace Governance.Inventory.Tests.Mapping;

internal static class Maps
{
    public static readonly StoreInfo Store = new(Scan.StoreId, "shop", "postgresql", "env:SHOP", "EU");

    public static DataMap Suggest(Scan scan) => MapSuggester.Suggest(scan.Result(), Store).Map;

    public static MappedTable Table(this DataMap map, string name) =>
        map.Tables.Single(t => t.FullName.ToString() == name || (t.Schema == "public" && t.Name == name));

    public static MappedColumn Column(this DataMap map, string table, string column) => map.Table(table).Columns.Single(c => c.Name == column);

    public static MappedReference Reference(this DataMap map, string from, string columns) =>
        map.References.Single(r => r.From.Table == from && string.Join(',', r.FromColumns) == columns);

    public static string[] Subjects(this DataMap map) =>
        [.. map.Tables.Where(t => t.SubjectKind is not null).Select(t => $"{t.Name}:{t.SubjectKind}").Order(StringComparer.Ordinal)];

    public static string[] Identifiers(this DataMap map, string table) =>
        [.. map.Table(table).Columns.Where(c => c.IdentifierKind is not null).Select(c => $"{c.Name}:{c.IdentifierKind}")];

    public static string[] With(this DataMap map, ErasureAction action) =>
        [.. map.Tables.Where(t => t.Action == action).Select(t => t.Name).Order(StringComparer.Ordinal)];

    /// <summary>References followed from a person's row, <c>from.columns</c>.</summary>
    public static string[] FollowedDown(this DataMap map) => Names(map.References.Where(r => r.FollowToChildren));

    public static string[] FollowedUp(this DataMap map) => Names(map.References.Where(r => r.FollowToParent));

    public static DataMap Confirmed(this DataMap map) => map with
    {
        Version = 1,
        Tables = [.. map.Tables.Select(t => t with { Decision = DecisionState.Confirmed, Columns = [.. t.Columns.Select(c => c with { Decision = DecisionState.Confirmed })] })],
        References = [.. map.References.Select(r => r with { Decision = DecisionState.Confirmed })],
    };

    private static string[] Names(IEnumerable<MappedReference> references) =>
        [.. references.Select(r => $"{r.From.Table}.{string.Join(',', r.FromColumns)}").Order(StringComparer.Ordinal)];
}
