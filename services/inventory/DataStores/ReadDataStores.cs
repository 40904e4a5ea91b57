using Governance.Inventory.Data;
using Governance.Inventory.Scans;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.DataStores;

internal static class ReadDataStores
{
    private sealed class Row
    {
        public required DataStore Store { get; init; }

        public int? Confirmed { get; init; }

        public Scan? LastScan { get; init; }

        public int? Drift { get; init; }
    }

    /// <param name="drifted">True: only stores whose last scan found something that the confirmed map does not say.</param>
    /// <param name="search">Only stores whose name contains this.</param>
    public static async Task<Page<DataStoreView>> ListAsync(InventoryDbContext db, CancellationToken ct, Guid? after = null, int? limit = null, bool drifted = false, string? search = null)
    {
        var take = Paging.Limit(limit);
        var stores = db.DataStores.AsNoTracking().Where(s => after == null || s.Id.CompareTo(after.Value) > 0);
        if (search?.Trim() is { Length: > 0 } text)
            stores = stores.Where(s => EF.Functions.ILike(s.Name, "%" + LikePattern.Escape(text) + "%", "\\"));
        var rows = WithState(db, stores);
        if (drifted)
            rows = rows.Where(r => r.Drift > 0);
        var found = await rows.OrderBy(r => r.Store.Id).Take(take + 1).ToListAsync(ct);
        return Paging.ToPage(found, take, View, r => r.Store.Id.ToString());
    }

    public static async Task<Results<Ok<DataStoreView>, ProblemHttpResult>> GetAsync(Guid id, InventoryDbContext db, HttpResponse response, CancellationToken ct)
    {
        if (await WithState(db, db.DataStores.AsNoTracking().Where(s => s.Id == id)).SingleOrDefaultAsync(ct) is not { } row)
            return Problems.NotFound("data store");
        response.SetEtag(row.Store.Version);
        return TypedResults.Ok(View(row));
    }

    // A version that was made of a scan says of its differences what they are: they are drift no more.
    private static IQueryable<Row> WithState(InventoryDbContext db, IQueryable<DataStore> stores) => stores.Select(s => new Row
    {
        Store = s,
        Confirmed = db.Maps.Where(m => m.DataStoreId == s.Id).Select(m => (int?)m.ConfirmedVersion).FirstOrDefault(),
        LastScan = db.Scans.Where(c => c.DataStoreId == s.Id).OrderByDescending(c => c.Id).FirstOrDefault(),
        Drift = db.Scans.Where(c => c.DataStoreId == s.Id && c.State == ScanState.Completed && !db.MapVersions.Any(v => v.DataStoreId == s.Id && v.ScanId.CompareTo(c.Id) >= 0))
            .OrderByDescending(c => c.Id).Select(c => c.DriftCount).FirstOrDefault(),
    });

    private static DataStoreView View(Row row) => DataStoreView.Of(row.Store, row.Confirmed, row.LastScan, row.Drift);
}
