using Governance.Consent.Decisions.Caching;
using Governance.Consent.Records;
using Npgsql;

namespace Governance.Consent.Decisions;

/// <summary>
/// What decisions are made from: out of the cache while this instance holds its lease, else from the database. Inside a transaction of
/// the caller's its connection is used, never a second one, and nothing is kept of what it may have changed itself.
/// </summary>
internal sealed class DecisionInputs
{
    private readonly DecisionCache _cache;
    private readonly CacheLease _lease;
    private readonly HistoryReader _histories;
    private readonly CatalogueReader _catalogues;
    private readonly Combiner<TaskCompletionSource<Catalogue>> _asked;

    public DecisionInputs(DecisionCache cache, CacheLease lease, HistoryReader histories, CatalogueReader catalogues)
    {
        (_cache, _lease, _histories, _catalogues) = (cache, lease, histories, catalogues);
        _asked = new(1, int.MaxValue, _ => 0, _ => [], ReadTogetherAsync);
    }

    public ValueTask<Catalogue> CatalogueAsync(CancellationToken ct, NpgsqlTransaction? inside = null) =>
        _cache.Catalogue is { } known && _lease.Holds() ? ValueTask.FromResult(known) : new(ReadCatalogueAsync(inside, ct));

    public ValueTask<ConsentEntry[]> HistoryAsync(StreamKey key, CancellationToken ct) =>
        _cache.Find(key) is { } known && _lease.Holds() ? ValueTask.FromResult(known) : new(ReadHistoryAsync(key, ct));

    /// <summary>In the order of the keys; what is not in the cache is read in one round trip.</summary>
    public async ValueTask<ConsentEntry[][]> HistoriesAsync(IReadOnlyList<StreamKey> keys, CancellationToken ct, NpgsqlTransaction? inside = null)
    {
        var found = keys.Select(_cache.Find).ToArray();
        var missing = _lease.Holds() ? Enumerable.Range(0, keys.Count).Where(i => found[i] is null).ToArray() : [.. Enumerable.Range(0, keys.Count)];
        if (missing.Length == 0)
            return found!;
        var asked = missing.Select(i => keys[i]).ToArray();
        var before = asked.Select(_cache.BeforeReading).ToArray();
        var read = inside is null ? await _histories.ReadManyAsync(asked, ct) : await HistoryReader.ReadManyAsync(asked, inside.Connection!, inside, ct);
        foreach (var (i, position) in missing.Index())
        {
            found[position] = read[i];
            if (inside is null)
                _cache.Keep(asked[i], read[i], before[i]);
        }
        return found!;
    }

    private async Task<ConsentEntry[]> ReadHistoryAsync(StreamKey key, CancellationToken ct)
    {
        var before = _cache.BeforeReading(key);
        var read = await _histories.ReadAsync(key, ct);
        _cache.Keep(key, read, before);
        return read;
    }

    private Task<Catalogue> ReadCatalogueAsync(NpgsqlTransaction? inside, CancellationToken ct)
    {
        if (inside is not null)
            return CatalogueReader.ReadAsync(inside.Connection!, ct);
        var asked = new TaskCompletionSource<Catalogue>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Add(asked);
        return asked.Task.WaitAsync(ct);
    }

    /// <summary>After a change many ask at once: one read, begun after the last of them asked, answers all.</summary>
    private async Task ReadTogetherAsync(IReadOnlyList<TaskCompletionSource<Catalogue>> asked)
    {
        try
        {
            var before = _cache.BeforeReadingCatalogue();
            var read = await _catalogues.ReadAsync(CancellationToken.None);
            _cache.Keep(read, before);
            foreach (var one in asked)
                one.TrySetResult(read);
        }
        catch (Exception exception)
        {
            foreach (var one in asked)
                one.TrySetException(exception);
        }
    }
}
