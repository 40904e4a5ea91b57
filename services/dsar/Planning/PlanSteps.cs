using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;

namespace Governance.Dsar.Planning;

/// <summary>Writes tables in scope as steps.</summary>
internal sealed class PlanSteps(StoreGraph graph, IReadOnlyList<TableScope> scope, IReadOnlySet<string> identifierKinds)
{
    private readonly Dictionary<int, TableScope> scopes = scope.ToDictionary(s => s.Table);

    public PlanStep Write(TableScope table, StepAction action, IReadOnlyList<ColumnMask> masks)
    {
        var mapped = graph.Tables[table.Table];
        return new(
            table.Number,
            mapped.FullName,
            table.Role,
            table.Role == StepRole.Subject ? Matches(mapped) : [],
            Joins(table),
            Key(mapped),
            Owners(table),
            table.Role == StepRole.Parent ? [.. graph.To(table.Table).Where(r => !graph.IsView(graph.Index[r.From])).Select(PointingHere)] : [],
            [.. mapped.Columns.Select(c => new PlanColumn(c.Name, c.Type, c.Category, table.Role == StepRole.Subject ? IdentifierKinds.Linking(mapped, c) : null, c.Generated))],
            action,
            masks,
            action == StepAction.Retain ? mapped.Retention : null);
    }

    /// <summary>Children before parents; what points at each other goes together.</summary>
    public IReadOnlyList<IReadOnlyList<int>> ExecutionOrder()
    {
        var position = scope.Select((s, i) => (s.Table, i)).ToDictionary(p => p.Table, p => p.i);
        var parents = scope
            .Select(s => (IReadOnlyList<int>)[.. graph.From(s.Table).Select(r => graph.Index[r.To]).Where(position.ContainsKey).Select(t => position[t])])
            .ToList();
        var components = StrongComponents.Of(scope.Count, i => parents[i]);
        components.Reverse();
        return [.. components.Select(c => (IReadOnlyList<int>)[.. c.Select(i => scope[i].Number)])];
    }

    /// <summary>True when rows reached through an intermediate row may belong to somebody else.</summary>
    public static bool HasOwners(StoreGraph graph, TableScope table, Dictionary<int, TableScope> scopes) =>
        table.Down.Any(r => scopes[graph.Index[r.To]].Role != StepRole.Subject) && graph.From(table.Table).Any(r => IsOwner(graph, r));

    private static bool IsOwner(StoreGraph graph, MappedReference reference) =>
        graph.IsSubject(graph.Index[reference.To]) && reference.FollowToChildren && !graph.OnlyHandles(reference);

    private static IReadOnlyList<string> Key(MappedTable table)
    {
        if (table.PrimaryKey.Count > 0)
            return table.PrimaryKey;
        var notNull = table.Columns.Where(c => !c.Nullable).Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return table.UniqueKeys.FirstOrDefault(key => key.Count > 0 && key.All(notNull.Contains)) ?? [];
    }

    private IReadOnlyList<IdentifierMatch> Matches(MappedTable table) =>
    [
        .. table.Columns
            .Where(c => c.IdentifierKind is { } kind && identifierKinds.Contains(kind))
            .Select(c => new IdentifierMatch(c.Name, c.IdentifierKind!, IdentifierKinds.IgnoresCase(c.IdentifierKind!))),
    ];

    private IReadOnlyList<StepJoin> Joins(TableScope table) =>
    [
        .. table.Down.Select(r => new StepJoin(scopes[graph.Index[r.To]].Number, r.FromColumns, r.ToColumns, r.Name)),
        .. table.Up.Select(r => new StepJoin(scopes[graph.Index[r.From]].Number, r.ToColumns, r.FromColumns, r.Name)),
    ];

    private IReadOnlyList<ReferenceJoin> Owners(TableScope table) => table.Role == StepRole.Subject || !HasOwners(graph, table, scopes)
        ? []
        : [.. graph.From(table.Table).Where(r => IsOwner(graph, r)).Select(r => new ReferenceJoin(r.To, NumberOf(r.To), r.FromColumns, r.ToColumns, r.Name))];

    private ReferenceJoin PointingHere(MappedReference reference) =>
        new(reference.From, NumberOf(reference.From), reference.ToColumns, reference.FromColumns, reference.Name);

    private int? NumberOf(TableName table) => scopes.TryGetValue(graph.Index[table], out var found) ? found.Number : null;
}
