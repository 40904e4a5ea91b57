using System.Security.Claims;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Scans;

internal static class RequestScan
{
    /// <summary>After this a scan that never reported no longer keeps others from starting.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public static async Task<Results<Accepted<ScanView>, ProblemHttpResult>> HandleAsync(
        Guid id, InventoryDbContext db, MessageOutbox outbox, EventHeaders headers, ClaimsPrincipal user, TimeProvider clock, CancellationToken ct)
    {
        if (await db.DataStores.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } store)
            return Problems.NotFound("data store");
        var now = clock.GetUtcNow();
        var since = now - Patience;
        if (await db.Scans.AnyAsync(s => s.DataStoreId == id && s.State == ScanState.Requested && s.RequestedAt > since, ct))
            return Problems.Conflict("scan-running", "A scan of this data store is under way.");

        var scan = new Scan { Id = Guid.CreateVersion7(now), DataStoreId = id, RequestedBy = user.CallerId(), RequestedAt = now };
        db.Add(scan);
        outbox.Add(db, new ScanRequested(headers.New(user.Actor(), "scan", scan.Id), scan.Id, id));
        outbox.Add(db, new ScanDataStore(scan.Id, id, store.Kind, store.SecretReference));
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/v1/data-stores/{id}/scans/{scan.Id}", ScanView.Of(scan));
    }
}
