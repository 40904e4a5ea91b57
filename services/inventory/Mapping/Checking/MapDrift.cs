using Governance.Contracts.Inventory.V1;

namespace Governance.Inventory.Mapping.Checking;

/// <summary>One difference between a confirmed map and what a later scan found.</summary>
/// <param name="Kind">For example <c>table-added</c>, <c>column-nullability-changed</c>, <c>new-personal-data</c>.</param>
/// <param name="Subject">Name of the column or reference; null for the table itself.</param>
internal sealed record DriftItem(string Kind, string Schema, string Table, string? Subject, string? Before, string? After);

internal static class MapDrift
{
    public static IReadOnlyList<DriftItem> Compare(DataMap confirmed, ScanResult scan)
    {
        var items = new List<DriftItem>();
        var before = confirmed.Tables.ToDictionary(t => t.FullName);
        var now = scan.Tables.ToDictionary(t => new TableName(t.Schema, t.Name));
        var unread = scan.Gaps.Select(g => g.Table).ToHashSet();
        foreach (var (name, table) in now)
        {
            if (before.TryGetValue(name, out var mapped))
                CompareTable(mapped, table, items);
            else
                Add(items, "table-added", name, null, null, table.Kind);
        }

        foreach (var name in before.Keys.Where(n => !now.ContainsKey(n)))
            Add(items, unread.Contains(name) ? "table-not-read" : "table-removed", name, null, null, null);
        CompareReferences(confirmed, scan, items);
        return items;
    }

    private static void CompareTable(MappedTable before, ScannedTable now, List<DriftItem> items)
    {
        var name = before.FullName;
        if (before.Kind != now.Kind)
            Add(items, "table-kind-changed", name, null, before.Kind, now.Kind);
        if (!before.PrimaryKey.SequenceEqual(now.PrimaryKey))
            Add(items, "primary-key-changed", name, null, string.Join(',', before.PrimaryKey), string.Join(',', now.PrimaryKey));
        var keysBefore = Keys(before.UniqueKeys);
        var keysNow = Keys(now.UniqueKeys);
        if (keysBefore != keysNow)
            Add(items, "unique-keys-changed", name, null, keysBefore, keysNow);

        var columns = before.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        foreach (var column in now.Columns)
        {
            if (columns.Remove(column.Name, out var mapped))
                CompareColumn(name, mapped, column, items);
            else
                Add(items, column.Classification is null ? "column-added" : "new-personal-data", name, column.Name, null, column.Classification?.Category ?? column.Type);
        }

        foreach (var gone in columns.Keys)
            Add(items, "column-removed", name, gone, null, null);
    }

    private static void CompareColumn(TableName table, MappedColumn before, ScannedColumn now, List<DriftItem> items)
    {
        if (before.Type != now.Type || before.MaxLength != now.MaxLength)
            Add(items, "column-type-changed", table, now.Name, TypeOf(before.Type, before.MaxLength), TypeOf(now.Type, now.MaxLength));
        if (before.Nullable != now.Nullable)
            Add(items, "column-nullability-changed", table, now.Name, before.Nullable ? "null" : "not-null", now.Nullable ? "null" : "not-null");
        if (before.Generated != now.Generated)
            Add(items, "column-generation-changed", table, now.Name, before.Generated ? "generated" : "stored", now.Generated ? "generated" : "stored");

        // What a human refused, or the map set aside, is not news; a kind of evidence that the map never held is.
        if (before.Category is null && now.Classification is { } found && !KindsOf(before.Evidence).Overlaps(KindsOf(found.Evidence)))
            Add(items, "new-personal-data", table, now.Name, null, found.Category);
    }

    private static void CompareReferences(DataMap confirmed, ScanResult scan, List<DriftItem> items)
    {
        var before = new Dictionary<string, MappedReference>(StringComparer.Ordinal);
        foreach (var r in confirmed.References.Where(r => r.Declared))
            before[Identity(r.From, r.FromColumns, r.To, r.ToColumns)] = r;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var r in scan.References)
        {
            var identity = Identity(r.From, r.FromColumns, r.To, r.ToColumns);
            if (!seen.Add(identity))
                continue;
            if (!before.Remove(identity, out var mapped))
                Add(items, "reference-added", r.From, r.Name, null, $"{r.To}({string.Join(',', r.ToColumns)})");
            else if (mapped.OnDelete != r.OnDelete)
                Add(items, "reference-rule-changed", r.From, mapped.Name, mapped.OnDelete, r.OnDelete);
        }

        foreach (var gone in before.Values)
            Add(items, "reference-removed", gone.From, gone.Name, $"{gone.To}({string.Join(',', gone.ToColumns)})", null);
    }

    private static void Add(List<DriftItem> items, string kind, TableName table, string? subject, string? before, string? after) =>
        items.Add(new DriftItem(kind, table.Schema, table.Table, subject, before, after));

    private static HashSet<string> KindsOf(IEnumerable<string> evidence) => evidence.Select(Evidence.KindOf).ToHashSet(StringComparer.Ordinal);

    private static string Identity(TableName from, IReadOnlyList<string> fromColumns, TableName to, IReadOnlyList<string> toColumns) =>
        string.Join('\u0001', [from.Schema, from.Table, .. fromColumns, "->", to.Schema, to.Table, .. toColumns]);

    private static string Keys(IReadOnlyList<IReadOnlyList<string>> keys) =>
        string.Join(';', keys.Select(k => string.Join(',', k)).Order(StringComparer.Ordinal));

    private static string TypeOf(string type, int? length) => length is { } n ? $"{type}({n})" : type;
}
