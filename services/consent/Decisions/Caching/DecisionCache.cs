using System.Collections.Concurrent;
using Governance.Consent.Records;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Decisions.Caching;

/// <summary>
/// The inputs of decisions in memory: histories, purposes and notices. What is read while something is dropped is not kept, so a
/// reader that was under way can't put the old state back. Two generations bound the memory: when the young one is full it
/// becomes the old one, and what nobody asked for meanwhile goes.
/// </summary>
internal sealed class DecisionCache(IOptions<DecisionCacheOptions> options)
{
    private const int Stripes = 256;

    /// <summary>A longer history is read anew each time.</summary>
    private const int MaxEntries = 64;

    private readonly int _generationSize = options.Value.MaxHistories / 2;
    private readonly Lock[] _locks = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];
    private readonly long[] _drops = new long[Stripes];
    private readonly Lock _catalogueLock = new();
    private ConcurrentDictionary<StreamKey, ConsentEntry[]> _young = new();
    private ConcurrentDictionary<StreamKey, ConsentEntry[]> _old = new();
    private Catalogue? _catalogue;
    private long _catalogueDrops;
    private int _youngCount;

    public int Count => _young.Count + _old.Count;

    public Catalogue? Catalogue => Volatile.Read(ref _catalogue);

    public ConsentEntry[]? Find(StreamKey key)
    {
        if (_young.TryGetValue(key, out var history))
            return history;
        if (!_old.TryGetValue(key, out history))
            return null;
        var stripe = StripeOf(key);
        lock (_locks[stripe])
        {
            if (_old.TryRemove(key, out history))
                Add(key, history);
        }
        return history;
    }

    /// <summary>Call before reading from the database, and hand the answer to <see cref="Keep(StreamKey, ConsentEntry[], long)"/>.</summary>
    public long BeforeReading(StreamKey key) => Volatile.Read(ref _drops[StripeOf(key)]);

    public void Keep(StreamKey key, ConsentEntry[] history, long before)
    {
        if (history.Length > MaxEntries || _generationSize == 0)
            return;
        var stripe = StripeOf(key);
        lock (_locks[stripe])
        {
            if (_drops[stripe] == before)
                Add(key, history);
        }
    }

    public long BeforeReadingCatalogue() => Volatile.Read(ref _catalogueDrops);

    public void Keep(Catalogue catalogue, long before)
    {
        lock (_catalogueLock)
        {
            if (_catalogueDrops == before)
                _catalogue = catalogue;
        }
    }

    public void Drop(StreamKey key)
    {
        var stripe = StripeOf(key);
        lock (_locks[stripe])
        {
            _drops[stripe]++;
            _young.TryRemove(key, out _);
            _old.TryRemove(key, out _);
        }
    }

    public void Clear()
    {
        lock (_catalogueLock)
        {
            _catalogueDrops++;
            _catalogue = null;
        }
        foreach (var stripe in _locks)
            stripe.Enter();
        for (var i = 0; i < Stripes; i++)
            _drops[i]++;
        _young = new();
        _old = new();
        _youngCount = 0;
        foreach (var stripe in _locks)
            stripe.Exit();
    }

    private void Add(StreamKey key, ConsentEntry[] history)
    {
        if (Interlocked.Increment(ref _youngCount) > _generationSize)
        {
            // Another stripe may do the same at once: then a generation is dropped early, which costs only reads.
            _old = _young;
            _young = new();
            Volatile.Write(ref _youngCount, 1);
        }
        _young[key] = history;
    }

    private static int StripeOf(StreamKey key) => (key.GetHashCode() & int.MaxValue) % Stripes;
}
