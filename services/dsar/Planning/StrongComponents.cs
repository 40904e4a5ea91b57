namespace Governance.Dsar.Planning;

/// <summary>Tarjan's strongly connected components, without recursion: a chain of thousands of tables must not end the process.</summary>
internal static class StrongComponents
{
    /// <summary>Components so that every edge leads into the same or an earlier component. Members in ascending order.</summary>
    public static List<List<int>> Of(int count, Func<int, IReadOnlyList<int>> edges)
    {
        var (index, low) = (new int[count], new int[count]);
        var onStack = new bool[count];
        var (stack, work) = (new Stack<int>(), new Stack<(int Node, int Edge)>());
        var components = new List<List<int>>();
        var next = 0;
        for (var root = 0; root < count; root++)
        {
            if (index[root] == 0)
                Enter(root);
            while (work.TryPop(out var frame))
            {
                var (node, edge) = frame;
                var targets = edges(node);
                if (edge < targets.Count)
                {
                    work.Push((node, edge + 1));
                    var target = targets[edge];
                    if (index[target] == 0)
                        Enter(target);
                    else if (onStack[target])
                        low[node] = Math.Min(low[node], index[target]);
                    continue;
                }

                if (work.TryPeek(out var caller))
                    low[caller.Node] = Math.Min(low[caller.Node], low[node]);
                if (low[node] == index[node])
                    Close(node);
            }
        }

        return components;

        void Enter(int node)
        {
            index[node] = low[node] = ++next;
            stack.Push(node);
            onStack[node] = true;
            work.Push((node, 0));
        }

        void Close(int node)
        {
            var members = new List<int>();
            int member;
            do
            {
                member = stack.Pop();
                onStack[member] = false;
                members.Add(member);
            }
            while (member != node);
            members.Sort();
            components.Add(members);
        }
    }
}
