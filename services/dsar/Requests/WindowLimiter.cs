using System.Collections.Concurrent;

namespace Governance.Dsar.Requests;

/// <summary>Counts per key in fixed windows. Forgets keys whose window is over, so it stays small.</summary>
internal sealed class WindowLimiter(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (long Window, int Count)> counts = new(StringComparer.Ordinal);
    private long cleaned;

    /// <summary>Null when let through, otherwise the time until the window is over.</summary>
    public TimeSpan? Take(string key, int limit, TimeSpan window)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var current = now / window.Ticks;
        if (Interlocked.Exchange(ref cleaned, current) != current)
        {
            foreach (var (old, count) in counts)
            {
                if (count.Window != current)
                    counts.TryRemove(old, out _);
            }
        }

        var taken = counts.AddOrUpdate(key, (current, 1), (_, had) => had.Window == current ? (current, had.Count + 1) : (current, 1));
        return taken.Count <= limit ? null : TimeSpan.FromTicks(((current + 1) * window.Ticks) - now);
    }
}
