using System.Globalization;
using Governance.Contracts.Inventory.V1;

namespace Governance.Dpia.Living;

/// <summary>What between two confirmed maps of a store bears on risks to people. The shape of tables as such does not.</summary>
internal static class MapDiff
{
    /// <summary>Growth that makes another scale of it: tenfold, and at least this many rows.</summary>
    private const long Large = 10_000;

    public static IReadOnlyList<NamedChange> Compare(DataMap before, DataMap after)
    {
        var changes = new List<NamedChange>();
        if (before.Region != after.Region)
            changes.Add(new(after.DataStoreName, "region-changed", before.Region, after.Region));
        var earlier = before.Tables.ToDictionary(t => t.FullName);
        foreach (var table in after.Tables)
        {
            if (earlier.Remove(table.FullName, out var known))
                CompareTable(known, table, changes);
            else if (IsPersonal(table))
                Added(table, changes);
        }
        changes.AddRange(earlier.Values.Where(IsPersonal).Select(t => new NamedChange($"{t.FullName}", "table-removed")));
        return changes;
    }

    public static TriggerKind KindOf(NamedChange change) => change.Change switch
    {
        "recipient-added" => TriggerKind.NewRecipient,
        "purpose-added" => TriggerKind.NewPurpose,
        _ => TriggerKind.MapChanged,
    };

    private static bool IsPersonal(MappedTable table) => table.SubjectKind is not null || table.Columns.Any(c => c.Category is not null);

    private static void Added(MappedTable table, List<NamedChange> changes)
    {
        var name = $"{table.FullName}";
        changes.Add(new(name, "table-added", null, string.Join(", ", table.Columns.Where(c => c.Category is not null).Select(c => c.Name))));
        changes.AddRange(table.Recipients.Select(r => new NamedChange(name, "recipient-added", null, r)));
        changes.AddRange(table.Purposes.Select(p => new NamedChange(name, "purpose-added", null, p)));
    }

    private static void CompareTable(MappedTable before, MappedTable after, List<NamedChange> changes)
    {
        var name = $"{after.FullName}";
        changes.AddRange(after.Recipients.Except(before.Recipients).Select(r => new NamedChange(name, "recipient-added", null, r)));
        changes.AddRange(after.Purposes.Except(before.Purposes).Select(p => new NamedChange(name, "purpose-added", null, p)));
        if (before.SubjectKind != after.SubjectKind)
            changes.Add(new(name, "subject-changed", before.SubjectKind, after.SubjectKind));
        if (IsPersonal(after) && (before.Action != after.Action || before.Retention != after.Retention))
            changes.Add(new(name, "erasure-changed", Erasure(before), Erasure(after)));
        if (IsPersonal(after) && after.RowEstimate >= Large && after.RowEstimate >= 10 * Math.Max(1, before.RowEstimate))
            changes.Add(new(name, "grown-tenfold", before.RowEstimate.ToString(CultureInfo.InvariantCulture), after.RowEstimate.ToString(CultureInfo.InvariantCulture)));
        var columns = before.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        foreach (var column in after.Columns)
        {
            var was = columns.Remove(column.Name, out var known) ? known.Category : null;
            if (was == column.Category)
                continue;
            var kind = was is null ? "new-personal-data" : column.Category is null ? "no-longer-personal" : "category-changed";
            changes.Add(new($"{name}.{column.Name}", kind, was, column.Category));
        }
        changes.AddRange(columns.Values.Where(c => c.Category is not null).Select(c => new NamedChange($"{name}.{c.Name}", "column-removed", c.Category)));
    }

    private static string Erasure(MappedTable table) =>
        table.Retention is { } r ? $"{table.Action}, {r.Period} {r.LegalBasis}" : table.Action.ToString();
}
