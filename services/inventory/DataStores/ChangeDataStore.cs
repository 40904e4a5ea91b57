using System.Security.Claims;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Inventory.Maps;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.DataStores;

internal static class ChangeDataStore
{
    public static async Task<Results<Ok<DataStoreView>, ProblemHttpResult>> HandleAsync(
        Guid id, DataStoreDetails body, InventoryDbContext db, MessageOutbox outbox, EventHeaders headers, ClaimsPrincipal user, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        if (body.Refuse() is { } refusal)
            return refusal;
        if (await db.DataStores.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } store)
            return Problems.NotFound("data store");
        if (http.Request.CheckIfMatch(store.Version) is { } conflict)
            return conflict;
        var name = body.Name.Trim();
        if (await db.DataStores.AnyAsync(s => s.Name == name && s.Id != id, ct))
            return RegisterDataStore.NameTaken();

        var now = clock.GetUtcNow();
        var carried = store.Change(name, body.SecretReference, body.Region.Trim(), body.OwnerId.Trim(), now);
        outbox.Add(db, new DataStoreChanged(headers.New(user.Actor(), "data-store", id) with { ObjectVersion = store.Version }, id));
        var map = await db.Maps.SingleOrDefaultAsync(m => m.DataStoreId == id, ct);

        // Plans are made from confirmed maps, which carry the secret reference: they must not go on with the old one.
        if (carried && map is { ConfirmedVersion: > 0 })
        {
            var last = await db.MapVersions.SingleAsync(v => v.DataStoreId == id && v.Number == map.ConfirmedVersion, ct);
            var version = map.Publish(StoredJson.Read<DataMap>(last.Document), last.ScanId, store, user.CallerId(), now);
            db.Add(version);
            outbox.Add(db, version.Announce(headers.New(user.Actor(), "data-map", id) with { Reason = "data-store-changed" }));
        }

        if (!await db.TrySaveAsync(ct))
            return Problems.PreconditionFailed();
        http.Response.SetEtag(store.Version);
        return TypedResults.Ok(DataStoreView.Of(store, map?.ConfirmedVersion));
    }
}
