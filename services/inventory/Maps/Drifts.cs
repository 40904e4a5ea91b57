using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Inventory.Mapping.Checking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Governance.Inventory.Maps;

/// <summary>How a scan differs from the confirmed map, in the order of <see cref="Drifts.KeyOf"/>.</summary>
internal sealed record StoreDrift(int ConfirmedVersion, Guid ScanId, DateTimeOffset ScannedAt, IReadOnlyList<DriftItem> Items);

/// <summary>Comparisons of scans with confirmed maps, made once for each pair: the pages of a long list don't parse and compare both anew.</summary>
internal sealed class Drifts : IDisposable
{
    // Changes. A store that has nothing to do with its map any more has about as many as columns.
    private const long Capacity = 100_000;
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <returns>Null when no map of the store is confirmed.</returns>
    public async Task<StoreDrift?> FindAsync(InventoryDbContext db, Guid dataStoreId, CancellationToken ct)
    {
        var confirmed = db.Maps.AsNoTracking().Where(m => m.DataStoreId == dataStoreId && m.ConfirmedVersion > 0);
        if (await confirmed.Select(m => new { m.ConfirmedVersion, m.ScanId }).SingleOrDefaultAsync(ct) is not { } state)
            return null;
        if (_cache.TryGetValue((dataStoreId, state.ConfirmedVersion, state.ScanId), out StoreDrift? known))
            return known;
        var read = await confirmed
            .Join(db.MapVersions, m => new { m.DataStoreId, Number = m.ConfirmedVersion }, v => new { v.DataStoreId, v.Number }, (m, v) => new { m.ConfirmedVersion, m.ScanId, m.ScannedAt, m.ScanResult, v.Document })
            .SingleAsync(ct);
        var items = MapDrift.Compare(StoredJson.Read<DataMap>(read.Document), StoredJson.Read<ScanResult>(read.ScanResult)).OrderBy(KeyOf, StringComparer.Ordinal).ToList();
        var drift = new StoreDrift(read.ConfirmedVersion, read.ScanId, read.ScannedAt, items);
        return _cache.Set((dataStoreId, read.ConfirmedVersion, read.ScanId), drift, new MemoryCacheEntryOptions { Size = items.Count + 1, SlidingExpiration = TimeSpan.FromMinutes(10) });
    }

    /// <summary>Table by table, what concerns the table itself first. No two changes that differ have the same key.</summary>
    public static string KeyOf(DriftItem item) => string.Join('\0', item.Schema, item.Table, item.Subject, item.Kind, item.Before, item.After);

    public void Dispose() => _cache.Dispose();
}
