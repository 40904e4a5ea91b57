namespace Governance.Audit.Anomalies.Stream;

/// <summary>Whose activity of which kind.</summary>
internal readonly record struct Series(string Name, WatchedActor Actor);

/// <summary>A slice of time of one series.</summary>
internal sealed class Bucket(DateTimeOffset start)
{
    /// <summary>Enough to look at; the log has the rest.</summary>
    public const int MostSequences = 20;

    public DateTimeOffset Start { get; } = start;

    public long Entries { get; set; }

    /// <summary>Sum over the entries of what the series adds up.</summary>
    public long Amount { get; set; }

    public List<long> Sequences { get; init; } = [];

    public bool IsChanged { get; set; }
}

/// <summary>Counts per series and slice of time: all that the detectors remember. Ids and numbers only.</summary>
internal sealed class History
{
    private readonly Dictionary<Series, List<Bucket>> _buckets = [];
    private readonly Dictionary<string, HashSet<Series>> _byName = [];
    private readonly Dictionary<string, DateTimeOffset> _newest = [];
    private readonly List<(Series Series, Bucket Bucket)> _changed = [];

    /// <summary>Grows when something is added to the past, so that what was computed from it has to be computed again.</summary>
    public int Rewritten { get; private set; }

    public void Add(Series series, DateTimeOffset start, long sequence, long amount = 0)
    {
        var bucket = At(series, start);
        bucket.Entries++;
        bucket.Amount += amount;
        if (bucket.Sequences.Count < Bucket.MostSequences)
            bucket.Sequences.Add(sequence);
        if (!bucket.IsChanged)
            _changed.Add((series, bucket));
        bucket.IsChanged = true;
        var newest = _newest.GetValueOrDefault(series.Name);
        if (start > newest)
            _newest[series.Name] = start;
        else if (start < newest)
            Rewritten++;
    }

    public void Load(Series series, Bucket bucket)
    {
        var list = ListOf(series);
        list.Insert(IndexOf(list, bucket.Start), bucket);
        if (bucket.Start > _newest.GetValueOrDefault(series.Name))
            _newest[series.Name] = bucket.Start;
    }

    /// <summary>From the first instant up to the second, in order.</summary>
    public IEnumerable<Bucket> Range(Series series, DateTimeOffset from, DateTimeOffset to)
    {
        if (!_buckets.TryGetValue(series, out var list))
            yield break;
        for (var i = IndexOf(list, from); i < list.Count && list[i].Start < to; i++)
            yield return list[i];
    }

    /// <summary>The latest that starts before the time.</summary>
    public Bucket? Last(Series series, DateTimeOffset before) =>
        _buckets.TryGetValue(series, out var list) && IndexOf(list, before) is > 0 and var index ? list[index - 1] : null;

    public IReadOnlyCollection<Series> Named(string name) => _byName.TryGetValue(name, out var series) ? series : [];

    /// <summary>What was added to since the last time.</summary>
    public IReadOnlyList<(Series Series, Bucket Bucket)> TakeChanged()
    {
        var changed = _changed.ToList();
        _changed.Clear();
        foreach (var (_, bucket) in changed)
            bucket.IsChanged = false;
        return changed;
    }

    public void Forget(DateTimeOffset before)
    {
        foreach (var (series, list) in _buckets.ToList())
        {
            list.RemoveRange(0, IndexOf(list, before));
            if (list.Count == 0)
            {
                _buckets.Remove(series);
                _byName[series.Name].Remove(series);
            }
        }
    }

    private Bucket At(Series series, DateTimeOffset start)
    {
        var list = ListOf(series);
        var index = IndexOf(list, start);
        if (index == list.Count || list[index].Start != start)
            list.Insert(index, new Bucket(start));
        return list[index];
    }

    private List<Bucket> ListOf(Series series)
    {
        if (_buckets.TryGetValue(series, out var list))
            return list;
        if (!_byName.TryGetValue(series.Name, out var named))
            _byName[series.Name] = named = [];
        named.Add(series);
        return _buckets[series] = [];
    }

    /// <summary>Of the first that does not start before the time.</summary>
    private static int IndexOf(List<Bucket> list, DateTimeOffset start)
    {
        if (list.Count == 0 || list[^1].Start < start)
            return list.Count;
        var (low, high) = (0, list.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (list[middle].Start < start)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
