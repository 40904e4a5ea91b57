using Governance.Contracts.Dsar.V1;

namespace Governance.DataPlane.Connectors.Postgres.Scope;

/// <summary>Groups steps that reach each other (cycles, self-references) and orders groups so that sources come first.</summary>
internal sealed class StepGraph
{
    private readonly Dictionary<int, PlanStep> _steps;
    private readonly Dictionary<int, int> _index = [];
    private readonly Dictionary<int, int> _low = [];
    private readonly Stack<int> _open = new();
    private readonly List<IReadOnlyList<PlanStep>> _groups = [];

    public StepGraph(IEnumerable<PlanStep> steps)
    {
        _steps = steps.ToDictionary(s => s.Number);
        foreach (var number in _steps.Keys)
        {
            if (!_index.ContainsKey(number))
            {
                Visit(number);
            }
        }
    }

    /// <summary>Strongly connected groups; a group's sources are in earlier groups.</summary>
    public IReadOnlyList<IReadOnlyList<PlanStep>> Groups => _groups;

    public static bool IsCycle(IReadOnlyList<PlanStep> group) => group.Count > 1 || group[0].Via.Any(v => v.Step == group[0].Number);

    // Tarjan, without recursion: plans of long chains must not depend on the stack's depth.
    private void Visit(int start)
    {
        var work = new Stack<(int Node, IEnumerator<int> Sources)>();
        Enter(start, work);
        while (work.Count > 0)
        {
            var (node, sources) = work.Peek();
            if (sources.MoveNext())
            {
                var source = sources.Current;
                if (!_index.TryGetValue(source, out var seen))
                {
                    Enter(source, work);
                }
                else if (_open.Contains(source))
                {
                    _low[node] = Math.Min(_low[node], seen);
                }

                continue;
            }

            work.Pop();
            if (work.Count > 0)
            {
                var parent = work.Peek().Node;
                _low[parent] = Math.Min(_low[parent], _low[node]);
            }

            if (_low[node] == _index[node])
            {
                Close(node);
            }
        }
    }

    private void Enter(int node, Stack<(int Node, IEnumerator<int> Sources)> work)
    {
        _index[node] = _low[node] = _index.Count;
        _open.Push(node);
        work.Push((node, _steps[node].Via.Select(v => v.Step).Where(_steps.ContainsKey).Distinct().GetEnumerator()));
    }

    private void Close(int root)
    {
        var members = new List<PlanStep>();
        int node;
        do
        {
            node = _open.Pop();
            members.Add(_steps[node]);
        }
        while (node != root);
        _groups.Add([.. members.OrderBy(s => s.Number)]);
    }
}
