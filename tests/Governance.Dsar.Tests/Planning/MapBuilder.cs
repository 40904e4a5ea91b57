using Governance.Contracts.Inventory.V1;

namespace Governance.Dsar.Tests.Planning;

/// <summary>Hand-made maps for the planner. A column is written <c>name[:identifierKind]</c>; the first is the primary key.</summary>
internal sealed class MapBuilder(int store = 1)
{
    private readonly List<MappedTable> tables = [];
    private readonly List<MappedReference> references = [];

    public static Guid Store(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    public MapBuilder Table(string name, string columns, ErasureAction action = ErasureAction.Delete, string? subject = null, bool reference = false, RetentionRule? retention = null, string kind = "table")
    {
        var mapped = columns.Split(' ').Select(Column).ToList();
        tables.Add(new("public", name, kind, 10, [mapped[0].Name], [], subject, action, retention, reference, ["service"], [], "subject", mapped, DecisionState.Confirmed));
        return this;
    }

    public MapBuilder Change(string name, Func<MappedTable, MappedTable> change)
    {
        var index = tables.FindIndex(t => t.Name == name);
        tables[index] = change(tables[index]);
        return this;
    }

    public MapBuilder Reference(string from, string column, string to, bool nullable = false, bool children = true, bool parent = false, string onDelete = "no-action", bool declared = true)
    {
        var key = tables.First(t => t.Name == to).PrimaryKey;
        references.Add(new(
            $"{from}_{column}_fkey", new("public", from), [column], new("public", to), [.. key], onDelete, false, nullable, declared, children, parent, DecisionState.Confirmed));
        return this;
    }

    public DataMap Build() => new(Store(store), $"store-{store}", "postgresql", "env:STORE", "eu", 3, tables, references);

    private static MappedColumn Column(string text)
    {
        var parts = text.Split(':');
        var kind = parts.Length > 1 && parts[1].Length > 0 ? parts[1] : null;
        var category = kind is not null ? "user.unique_id" : parts[0] is "name" or "address" or "note" ? "user.name" : null;
        return new(parts[0], "text", false, null, false, category, 1, [], kind, null, DecisionState.Confirmed);
    }
}
