using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Inventory.Mapping.Checking;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Maps;

/// <summary>How the latest scan differs from the confirmed map.</summary>
internal static class ReadDrift
{
    internal sealed record Response(int ConfirmedVersion, Guid ScanId, DateTimeOffset ScannedAt, IReadOnlyList<DriftItem> Items);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid id, InventoryDbContext db, CancellationToken ct)
    {
        if (await db.Maps.AsNoTracking().SingleOrDefaultAsync(m => m.DataStoreId == id && m.ConfirmedVersion > 0, ct) is not { } map)
            return Problems.NotFound("confirmed data map");
        var version = await db.MapVersions.AsNoTracking().SingleAsync(v => v.DataStoreId == id && v.Number == map.ConfirmedVersion, ct);
        return TypedResults.Ok(new Response(map.ConfirmedVersion, map.ScanId, map.ScannedAt, MapDrift.Compare(StoredJson.Read<DataMap>(version.Document), map.ReadScan())));
    }
}
