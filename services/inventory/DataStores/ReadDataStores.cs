using Governance.Inventory.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.DataStores;

internal static class ReadDataStores
{
    public static async Task<Page<DataStoreView>> ListAsync(InventoryDbContext db, CancellationToken ct, Guid? after = null, int? limit = null)
    {
        var take = Paging.Limit(limit);
        var rows = await db.DataStores.AsNoTracking()
            .Where(s => after == null || s.Id.CompareTo(after.Value) > 0)
            .OrderBy(s => s.Id).Take(take + 1)
            .Select(s => new { Store = s, Confirmed = db.Maps.Where(m => m.DataStoreId == s.Id).Select(m => (int?)m.ConfirmedVersion).FirstOrDefault() })
            .ToListAsync(ct);
        return Paging.ToPage(rows, take, r => DataStoreView.Of(r.Store, r.Confirmed), r => r.Store.Id.ToString());
    }

    public static async Task<Results<Ok<DataStoreView>, ProblemHttpResult>> GetAsync(Guid id, InventoryDbContext db, HttpResponse response, CancellationToken ct)
    {
        if (await db.DataStores.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } store)
            return Problems.NotFound("data store");
        var confirmed = await db.Maps.Where(m => m.DataStoreId == id).Select(m => (int?)m.ConfirmedVersion).SingleOrDefaultAsync(ct);
        response.SetEtag(store.Version);
        return TypedResults.Ok(DataStoreView.Of(store, confirmed));
    }
}
