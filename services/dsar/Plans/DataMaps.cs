using System.Text.Json;
using Governance.Contracts.Inventory.V1;
using Governance.Dsar.Data;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Plans;

/// <summary>The confirmed maps that this service knows.</summary>
internal sealed class DataMaps(DsarDbContext db)
{
    /// <summary>The latest of each store.</summary>
    public async Task<IReadOnlyList<DataMap>> LatestAsync(CancellationToken ct)
    {
        var documents = await db.Maps.AsNoTracking()
            .Where(m => m.Version == db.Maps.Where(o => o.DataStoreId == m.DataStoreId).Max(o => o.Version))
            .OrderBy(m => m.DataStoreId)
            .Select(m => m.Document)
            .ToListAsync(ct);
        return [.. documents.Select(Read)];
    }

    public Task<Dictionary<Guid, int>> LatestVersionsAsync(CancellationToken ct) =>
        db.Maps.GroupBy(m => m.DataStoreId).Select(g => new { g.Key, Version = g.Max(m => m.Version) }).ToDictionaryAsync(g => g.Key, g => g.Version, ct);

    public async Task<DataMap?> FindAsync(Guid dataStoreId, int version, CancellationToken ct) =>
        await db.Maps.AsNoTracking().Where(m => m.DataStoreId == dataStoreId && m.Version == version).Select(m => m.Document).SingleOrDefaultAsync(ct) is { } document
            ? Read(document)
            : null;

    private static DataMap Read(string document) => JsonSerializer.Deserialize<DataMap>(document, MessageJson.Options)!;
}
