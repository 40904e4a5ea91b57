using Governance.Inventory.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Scans;

internal static class ReadScans
{
    /// <summary>Newest first.</summary>
    public static async Task<Results<Ok<Page<ScanView>>, ProblemHttpResult>> ListAsync(Guid id, InventoryDbContext db, CancellationToken ct, Guid? after = null, int? limit = null)
    {
        if (!await db.DataStores.AnyAsync(s => s.Id == id, ct))
            return Problems.NotFound("data store");
        var take = Paging.Limit(limit);
        var rows = await db.Scans.AsNoTracking()
            .Where(s => s.DataStoreId == id && (after == null || s.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(s => s.Id).Take(take + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, take, ScanView.Of, s => s.Id.ToString()));
    }

    public static async Task<Results<Ok<ScanView>, ProblemHttpResult>> GetAsync(Guid id, Guid scanId, InventoryDbContext db, CancellationToken ct) =>
        await db.Scans.AsNoTracking().SingleOrDefaultAsync(s => s.DataStoreId == id && s.Id == scanId, ct) is { } scan
            ? TypedResults.Ok(ScanView.Of(scan))
            : Problems.NotFound("scan");
}
