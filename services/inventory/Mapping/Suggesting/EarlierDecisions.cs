using Governance.Contracts.Inventory.V1;

namespace Governance.Inventory.Mapping.Suggesting;

/// <summary>Carries a human's earlier decisions into a new suggestion, as long as what they were about is still the same.</summary>
internal static class EarlierDecisions
{
    public static void Apply(DataMap decided, SchemaGraph graph)
    {
        foreach (var before in decided.Tables)
        {
            if (graph.Find(before.FullName) is not { } table)
                continue;
            foreach (var column in before.Columns.Where(c => c.Decision is not DecisionState.Suggested))
            {
                if (table.Columns.TryGetValue(column.Name, out var now) && SameShape(column, now.Scanned))
                {
                    now.Decided = column;
                    now.Category = column.Category;
                }
            }

            if (before.Decision is not DecisionState.Suggested && SameTable(before, table))
                table.Decided = before;
        }

        foreach (var before in decided.References.Where(r => r.Decision is not DecisionState.Suggested))
            Apply(before, graph);
    }

    /// <summary>A decided column's word on identifiers goes before what was found.</summary>
    public static void ApplyIdentifiers(SchemaGraph graph)
    {
        foreach (var column in graph.Tables.SelectMany(t => t.Columns.Values).Where(c => c.Decided is not null))
            column.IdentifierKind = column.Decided!.IdentifierKind;
    }

    public static bool SameShape(MappedColumn before, ScannedColumn now) =>
        before.Type == now.Type && before.Nullable == now.Nullable && before.MaxLength == now.MaxLength && before.Generated == now.Generated;

    private static void Apply(MappedReference before, SchemaGraph graph)
    {
        var same = graph.Find(before.From)?.Out.Find(e => e.To.Name == before.To && e.FromColumns.SequenceEqual(before.FromColumns) && e.ToColumns.SequenceEqual(before.ToColumns));
        if (same is null && !before.Declared)
            same = graph.Add(before.Name, before.From, before.FromColumns, before.To, before.ToColumns, before.OnDelete, before.Deferrable, declared: false);
        if (same is not null && same.Nullable == before.Nullable && same.OnDelete == before.OnDelete)
            same.Decided = before;
    }

    /// <summary>The decision no longer stands when the keys changed or a column came in that looks personal.</summary>
    private static bool SameTable(MappedTable before, TableNode now)
    {
        var known = before.Columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return before.Kind == now.Scanned.Kind
            && before.PrimaryKey.SequenceEqual(now.Scanned.PrimaryKey)
            && before.UniqueKeys.Count == now.Scanned.UniqueKeys.Count
            && before.UniqueKeys.Zip(now.Scanned.UniqueKeys).All(p => p.First.SequenceEqual(p.Second))
            && now.Columns.Values.All(c => c.Category is null || known.Contains(c.Scanned.Name));
    }
}
