using Governance.Inventory.Data;
using Governance.Inventory.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Governance.Inventory.Maps;

/// <summary>A draft as it is read: parsed, with the state of its map.</summary>
internal sealed record ReadDraft(Guid DataStoreId, int Version, bool HasChanges, int ConfirmedVersion, Guid ScanId, DateTimeOffset ScannedAt, SuggestedMap Draft);

/// <summary>
/// Parsed drafts by version, so that pages of a large map and searches over all maps don't parse it each time. What is read is never
/// changed: changes go through <see cref="MapEditor"/> and make another version.
/// </summary>
internal sealed class Drafts : IDisposable
{
    // Characters of JSON. A map of 5,000 columns has about 2 million.
    private const long Capacity = 100_000_000;
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = Capacity });

    public async Task<ReadDraft?> FindAsync(InventoryDbContext db, Guid dataStoreId, CancellationToken ct) =>
        (await ReadAsync(db, db.Maps.Where(m => m.DataStoreId == dataStoreId), ct)).SingleOrDefault();

    public Task<IReadOnlyList<ReadDraft>> AllAsync(InventoryDbContext db, CancellationToken ct) => ReadAsync(db, db.Maps, ct);

    public void Dispose() => _cache.Dispose();

    private async Task<IReadOnlyList<ReadDraft>> ReadAsync(InventoryDbContext db, IQueryable<StoreMap> maps, CancellationToken ct)
    {
        var states = await maps.AsNoTracking().OrderBy(m => m.DataStoreId)
            .Select(m => new { m.DataStoreId, m.Version, m.HasChanges, m.ConfirmedVersion, m.ScanId, m.ScannedAt }).ToListAsync(ct);
        var found = new List<ReadDraft>(states.Count);
        foreach (var s in states)
        {
            if (await DraftAsync(db, s.DataStoreId, s.Version, ct) is { } draft)
                found.Add(new(s.DataStoreId, s.Version, s.HasChanges, s.ConfirmedVersion, s.ScanId, s.ScannedAt, draft));
        }
        return found;
    }

    /// <returns>Null when the map has changed since its state was read and this version can't be had any more.</returns>
    private async Task<SuggestedMap?> DraftAsync(InventoryDbContext db, Guid dataStoreId, int version, CancellationToken ct)
    {
        if (_cache.TryGetValue((dataStoreId, version), out SuggestedMap? known))
            return known;
        if (await db.Maps.AsNoTracking().Where(m => m.DataStoreId == dataStoreId && m.Version == version).Select(m => m.Draft).SingleOrDefaultAsync(ct) is not { } text)
            return null;
        var draft = StoredJson.Read<SuggestedMap>(text);
        return _cache.Set((dataStoreId, version), draft, new MemoryCacheEntryOptions { Size = text.Length, SlidingExpiration = TimeSpan.FromMinutes(10) });
    }
}
