using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;

namespace Governance.Dsar.Planning;

/// <summary>
/// Decides for every table in scope whether its rows go or stay. A row that a staying row must point at can't go: it is masked instead.
/// References that may be null are detached; that also keeps ON DELETE CASCADE from reaching rows that stay.
/// </summary>
internal sealed class ErasureDecisions
{
    private enum Fate
    {
        Goes,
        Stays,

        /// <summary>Holds nothing personal: stays unless a row it must point at goes.</summary>
        Follows,
    }

    private readonly StoreGraph graph;
    private readonly Dictionary<int, TableScope> scopes;
    private readonly Dictionary<int, Fate> fates = [];
    private readonly Queue<int> staying = new();
    private readonly Dictionary<int, int> cycles;

    public ErasureDecisions(StoreGraph graph, IReadOnlyList<TableScope> scope)
    {
        this.graph = graph;
        scopes = scope.ToDictionary(s => s.Table);
        cycles = CyclesOf(graph, scope);
        foreach (var table in scope)
        {
            fates[table.Table] = graph.Tables[table.Table].Action switch
            {
                ErasureAction.Delete => Fate.Goes,
                ErasureAction.None => Fate.Follows,
                _ => Fate.Stays,
            };
        }

        foreach (var table in scope)
            Block(table);
        foreach (var table in scope.Where(s => fates[s.Table] == Fate.Stays && !Blockers.ContainsKey(s.Table)))
            staying.Enqueue(table.Table);
        while (staying.TryDequeue(out var table))
            KeepParentsOf(table);
        foreach (var table in scope.Where(s => fates[s.Table] == Fate.Goes))
            TakeChildrenOf(table.Table);
    }

    /// <summary>References that keep a table's rows in place although the map says delete (or nothing).</summary>
    public Dictionary<int, List<Blocker>> Blockers { get; } = [];

    public bool Goes(int table) => fates[table] == Fate.Goes;

    /// <summary>References of staying rows to rows that go.</summary>
    public IEnumerable<MappedReference> Detachments(TableScope scope) => Goes(scope.Table)
        ? graph.To(scope.Table).Where(r => r.Declared && r.Nullable && MayStay(r, scope))
        : [];

    private bool MayStay(MappedReference reference, TableScope parent)
    {
        var child = graph.Index[reference.From];
        if (!scopes.TryGetValue(child, out var scope))
            return parent.Role != StepRole.Parent;
        if (!Goes(child))
            return true;

        // Rows out of scope do not point at a parent row that goes (it would be shared), but they may at others.
        return parent.Role != StepRole.Parent && (!scope.IsReachedBy(reference) || PlanSteps.HasOwners(graph, scope, scopes));
    }

    /// <summary>Rows outside the scope that must point at the table's rows keep them.</summary>
    private void Block(TableScope scope)
    {
        if (scope.Role == StepRole.Parent)
            return;
        foreach (var reference in graph.To(scope.Table).Where(r => r.Declared && !r.Nullable))
        {
            var child = graph.Index[reference.From];
            var covered = scopes.TryGetValue(child, out var other) && (other.IsReachedBy(reference) || ClosesCycle(scope, other));
            if (!covered && !graph.IsView(child))
                Keep(scope.Table, new(reference, FromOthers: true));
        }
    }

    /// <summary>A cart points at its last item: rows that belong to each other go together, whichever of the two references leads there.</summary>
    private bool ClosesCycle(TableScope scope, TableScope other) =>
        other.Table != scope.Table && scope.Role != StepRole.Subject && other.Role != StepRole.Subject && cycles[scope.Table] == cycles[other.Table];

    private static Dictionary<int, int> CyclesOf(StoreGraph graph, IReadOnlyList<TableScope> scope)
    {
        var position = scope.Select((s, i) => (s.Table, i)).ToDictionary(p => p.Table, p => p.i);
        var parents = scope
            .Select(s => (IReadOnlyList<int>)[.. graph.From(s.Table).Select(r => graph.Index[r.To]).Where(position.ContainsKey).Select(t => position[t])])
            .ToList();
        return StrongComponents.Of(scope.Count, i => parents[i])
            .SelectMany((members, number) => members.Select(m => (scope[m].Table, number)))
            .ToDictionary(m => m.Table, m => m.number);
    }

    private void KeepParentsOf(int table)
    {
        foreach (var reference in graph.From(table).Where(r => r.Declared && !r.Nullable))
        {
            if (graph.Index[reference.To] is var parent && parent != table && fates.ContainsKey(parent))
                Keep(parent, new(reference, FromOthers: false));
        }
    }

    private void Keep(int table, Blocker blocker)
    {
        if (fates[table] == Fate.Stays && !Blockers.ContainsKey(table))
            return;
        if (Blockers.TryGetValue(table, out var known))
        {
            known.Add(blocker);
            return;
        }

        Blockers[table] = [blocker];
        fates[table] = Fate.Stays;
        staying.Enqueue(table);
    }

    private void TakeChildrenOf(int going)
    {
        var queue = new Queue<int>([going]);
        while (queue.TryDequeue(out var table))
        {
            foreach (var reference in graph.To(table).Where(r => r.Declared && !r.Nullable))
            {
                var child = graph.Index[reference.From];
                if (!fates.TryGetValue(child, out var fate) || fate != Fate.Follows)
                    continue;
                fates[child] = Fate.Goes;
                queue.Enqueue(child);
            }
        }
    }
}

/// <param name="FromOthers">Rows outside the scope hold the reference.</param>
internal sealed record Blocker(MappedReference Reference, bool FromOthers);
