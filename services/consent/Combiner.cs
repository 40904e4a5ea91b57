using Governance.Consent.Records;

namespace Governance.Consent;

/// <summary>
/// Does together what several callers ask for at the same time: while all lanes are busy, what arrives waits, and is then taken as one
/// group. Nobody is kept waiting to make a group larger, and nobody holds a connection before its turn. What concerns a history that a
/// lane is busy with waits for that lane, in order, and lets everything else pass.
/// </summary>
/// <param name="lanes">How many groups are in hand at the same time.</param>
/// <param name="most">Weight of a group at most; one item that weighs more goes alone.</param>
/// <param name="keys">Histories that no two groups in hand may have in common.</param>
/// <param name="work">Tells each item itself how it went; never throws.</param>
internal sealed class Combiner<TItem>(int lanes, int most, Func<TItem, int> weight, Func<TItem, IReadOnlyList<StreamKey>> keys, Func<IReadOnlyList<TItem>, Task> work)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TItem> _waiting = [];
    private readonly HashSet<StreamKey> _inHand = [];
    private int _busy;

    public void Add(TItem item)
    {
        lock (_lock)
        {
            _waiting.AddLast(item);
            if (_busy == lanes)
                return;
            _busy++;
        }
        // Without the caller's context: a lane outlives the request that started it.
        ThreadPool.UnsafeQueueUserWorkItem(static combiner => _ = combiner.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        List<TItem> group = [];
        while ((group = Next(group)).Count > 0)
            await work(group);
    }

    /// <summary>A lane ends in the same moment in which it finds nothing to do: who comes later starts another.</summary>
    private List<TItem> Next(List<TItem> done)
    {
        lock (_lock)
        {
            foreach (var item in done)
                _inHand.ExceptWith(keys(item));
            var group = Take();
            if (group.Count == 0)
                _busy--;
            foreach (var item in group)
                _inHand.UnionWith(keys(item));
            return group;
        }
    }

    private List<TItem> Take()
    {
        var group = new List<TItem>();
        var passedOver = new HashSet<StreamKey>();
        var sum = 0;
        for (var node = _waiting.First; node is not null && (sum < most || group.Count == 0);)
        {
            var (candidate, next) = (node, node.Next);
            var concerned = keys(candidate.Value);
            if (concerned.Any(_inHand.Contains) || concerned.Any(passedOver.Contains) || (group.Count > 0 && sum + weight(candidate.Value) > most))
            {
                // What comes after it on the same history must not overtake it.
                passedOver.UnionWith(concerned);
            }
            else
            {
                sum += weight(candidate.Value);
                group.Add(candidate.Value);
                _waiting.Remove(candidate);
            }
            node = next;
        }
        return group;
    }
}
