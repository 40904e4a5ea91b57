using System.Text;
using Governance.Inventory.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Maps;

internal static class ReadVersions
{
    /// <summary>Newest first.</summary>
    public static async Task<Results<Ok<Page<MapVersionView>>, ProblemHttpResult>> ListAsync(Guid id, InventoryDbContext db, CancellationToken ct, int? after = null, int? limit = null)
    {
        if (!await db.DataStores.AnyAsync(s => s.Id == id, ct))
            return Problems.NotFound("data store");
        var take = Paging.Limit(limit);
        var rows = await db.MapVersions.AsNoTracking()
            .Where(v => v.DataStoreId == id && (after == null || v.Number < after))
            .OrderByDescending(v => v.Number).Take(take + 1)
            .Select(v => new MapVersionView(v.Number, v.Hash, v.ScanId, v.ConfirmedBy, v.ConfirmedAt)).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, take, v => v, v => v.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>The document byte for byte, so that whoever has the hash can check it.</summary>
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetAsync(Guid id, int number, InventoryDbContext db, CancellationToken ct) =>
        await db.MapVersions.AsNoTracking().Where(v => v.DataStoreId == id && v.Number == number).Select(v => v.Document).SingleOrDefaultAsync(ct) is { } document
            ? TypedResults.Text(document, "application/json", Encoding.UTF8)
            : Problems.NotFound("map version");

    public static MapVersionView View(MapVersion v) => new(v.Number, v.Hash, v.ScanId, v.ConfirmedBy, v.ConfirmedAt);
}
