using Governance.Consent.Decisions.Caching;
using Governance.Consent.Records;
using Npgsql;

namespace Governance.Consent.Decisions;

/// <summary>
/// What decisions are made from: out of the cache while this instance holds its lease, else from the database. Inside a transaction of
/// the caller's its connection is used, never a second one, and nothing is kept of what it may have changed itself.
/// </summary>
internal sealed class DecisionInputs(DecisionCache cache, CacheLease lease, HistoryReader histories, CatalogueReader catalogues) : IDisposable
{
    private readonly SemaphoreSlim _oneReads = new(1, 1);

    public ValueTask<Catalogue> CatalogueAsync(CancellationToken ct, NpgsqlTransaction? inside = null) =>
        cache.Catalogue is { } known && lease.Holds() ? ValueTask.FromResult(known) : new(ReadCatalogueAsync(inside, ct));

    public ValueTask<ConsentEntry[]> HistoryAsync(StreamKey key, CancellationToken ct) =>
        cache.Find(key) is { } known && lease.Holds() ? ValueTask.FromResult(known) : new(ReadHistoryAsync(key, ct));

    /// <summary>In the order of the keys; what is not in the cache is read in one round trip.</summary>
    public async ValueTask<ConsentEntry[][]> HistoriesAsync(IReadOnlyList<StreamKey> keys, CancellationToken ct, NpgsqlTransaction? inside = null)
    {
        var found = keys.Select(cache.Find).ToArray();
        var missing = lease.Holds() ? Enumerable.Range(0, keys.Count).Where(i => found[i] is null).ToArray() : [.. Enumerable.Range(0, keys.Count)];
        if (missing.Length == 0)
            return found!;
        var asked = missing.Select(i => keys[i]).ToArray();
        var before = asked.Select(cache.BeforeReading).ToArray();
        var read = inside is null ? await histories.ReadManyAsync(asked, ct) : await HistoryReader.ReadManyAsync(asked, inside.Connection!, inside, ct);
        foreach (var (i, position) in missing.Index())
        {
            found[position] = read[i];
            if (inside is null)
                cache.Keep(asked[i], read[i], before[i]);
        }
        return found!;
    }

    public void Dispose() => _oneReads.Dispose();

    private async Task<ConsentEntry[]> ReadHistoryAsync(StreamKey key, CancellationToken ct)
    {
        var before = cache.BeforeReading(key);
        var read = await histories.ReadAsync(key, ct);
        cache.Keep(key, read, before);
        return read;
    }

    private async Task<Catalogue> ReadCatalogueAsync(NpgsqlTransaction? inside, CancellationToken ct)
    {
        if (inside is not null)
            return await CatalogueReader.ReadAsync(inside.Connection!, ct);
        // After a change many ask at once: the first reads, the others find it.
        await _oneReads.WaitAsync(ct);
        try
        {
            if (cache.Catalogue is { } known && lease.Holds())
                return known;
            var before = cache.BeforeReadingCatalogue();
            var read = await catalogues.ReadAsync(ct);
            cache.Keep(read, before);
            return read;
        }
        finally
        {
            _oneReads.Release();
        }
    }
}
