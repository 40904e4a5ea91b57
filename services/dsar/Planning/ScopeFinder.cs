using Governance.Contracts.Dsar.V1;

namespace Governance.Dsar.Planning;

/// <summary>From the subject tables of one store to all tables that hold rows of the person.</summary>
internal static class ScopeFinder
{
    /// <returns>Tables in the order of their numbers, and notes on what was left out.</returns>
    public static (List<TableScope> Scope, List<PlanNote> Notes) Find(StoreGraph graph, IReadOnlyList<int> subjects)
    {
        var found = new Dictionary<int, TableScope>();
        var order = new List<TableScope>();
        var notes = new List<PlanNote>();
        var (owned, reached) = (new Queue<TableScope>(), new Queue<TableScope>());
        foreach (var subject in subjects)
            owned.Enqueue(Add(subject, StepRole.Subject));
        while (owned.TryDequeue(out var parent))
            FollowChildren(parent);
        foreach (var scope in order)
            reached.Enqueue(scope);
        while (reached.TryDequeue(out var child))
            FollowParents(child);
        return (Number(graph, order, found), notes);

        TableScope Add(int table, StepRole role)
        {
            var scope = new TableScope(table, role);
            found.Add(table, scope);
            order.Add(scope);
            return scope;
        }

        void FollowChildren(TableScope parent)
        {
            foreach (var reference in graph.To(parent.Table))
            {
                if (!graph.LeadsToChild(reference))
                    continue;
                if (graph.OnlyHandles(reference))
                {
                    notes.Add(new(graph.Map.DataStoreId, reference.From, "handled-not-owned", reference.Name));
                    continue;
                }

                var table = graph.Index[reference.From];
                if (!found.TryGetValue(table, out var child))
                    owned.Enqueue(child = Add(table, StepRole.Child));
                child.AddDown(reference);
            }
        }

        void FollowParents(TableScope child)
        {
            foreach (var reference in graph.From(child.Table))
            {
                if (!graph.LeadsToParent(reference))
                    continue;
                var table = graph.Index[reference.To];
                var known = found.TryGetValue(table, out var parent);

                // The rows that led here are already in scope: going back the same way finds nothing new.
                if (known && child.Down is [var only] && child.Role == StepRole.Child && ReferenceEquals(only, reference))
                    continue;
                if (!known)
                    reached.Enqueue(parent = Add(table, StepRole.Parent));

                // A table reached both ways is guarded like a parent: a row that others point at stays.
                parent!.Role = StepRole.Parent;
                parent.Up.Add(reference);
            }
        }
    }

    /// <summary>Numbers so that a step joins earlier steps only, except within a cycle.</summary>
    private static List<TableScope> Number(StoreGraph graph, List<TableScope> order, Dictionary<int, TableScope> found)
    {
        var position = order.Select((scope, i) => (scope.Table, i)).ToDictionary(p => p.Table, p => p.i);
        var sources = order
            .Select(scope => (IReadOnlyList<int>)[
                .. scope.Down.Select(r => position[graph.Index[r.To]]),
                .. scope.Up.Select(r => position[graph.Index[r.From]])])
            .ToList();
        var numbered = StrongComponents.Of(order.Count, i => sources[i]).SelectMany(c => c).Select(i => order[i]).ToList();
        for (var i = 0; i < numbered.Count; i++)
            found[numbered[i].Table].Number = i + 1;
        return numbered;
    }
}
