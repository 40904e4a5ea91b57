using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Mapping.Suggesting;

/// <summary>Finds columns that read like a foreign key which nobody declared: <c>customer_id</c> beside a table <c>customer</c> with a key of that type.</summary>
internal static class LogicalReferenceFinder
{
    public static void Find(SchemaGraph graph)
    {
        var targets = new Dictionary<string, List<TableNode>>(StringComparer.Ordinal);
        foreach (var t in graph.Tables.Where(t => !t.IsView && t.Scanned.PrimaryKey.Count == 1))
        {
            var stem = string.Concat(t.Words);
            if (!targets.TryGetValue(stem, out var list))
                targets[stem] = list = [];
            list.Add(t);
        }

        foreach (var table in graph.Tables.Where(t => !t.IsView))
        {
            var declared = table.Out.SelectMany(e => e.FromColumns).ToHashSet(StringComparer.Ordinal);
            var own = table.Scanned.PrimaryKey is [var key] ? key : null;
            foreach (var column in table.Columns.Values.Where(c => c.Scanned.Name != own && !declared.Contains(c.Scanned.Name)))
                Suggest(graph, targets, column);
        }
    }

    private static void Suggest(SchemaGraph graph, Dictionary<string, List<TableNode>> targets, ColumnNode column)
    {
        if (column.Words.Length < 2 || !ColumnWords.KeySuffix.Contains(column.Words[^1]))
            return;
        var stem = string.Concat(column.Words[..^1]);
        if (!targets.TryGetValue(stem, out var found))
            return;
        var from = column.Table;
        var to = found.Where(t => t != from && t.Columns[t.Scanned.PrimaryKey[0]].Scanned.Type == column.Scanned.Type)
            .OrderByDescending(t => t.Name.Schema == from.Name.Schema).FirstOrDefault();
        if (to is null)
            return;
        var name = NameOf(from.Name, [column.Scanned.Name], to.Name);
        graph.Add(name, from.Name, [column.Scanned.Name], to.Name, to.Scanned.PrimaryKey, "no-action", deferrable: false, declared: false)
            ?.Evidence.Add("name-and-type-match");
    }

    public static string NameOf(TableName from, IReadOnlyList<string> columns, TableName to) =>
        $"logical:{from}({string.Join(',', columns)})->{to}";
}
