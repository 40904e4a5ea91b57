using System.Security.Claims;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.DataStores;

internal static class RegisterDataStore
{
    internal sealed record Body(string Name, string Kind, string SecretReference, string Region, string OwnerId);

    public static async Task<Results<Created<DataStoreView>, ProblemHttpResult>> HandleAsync(
        Body body, InventoryDbContext db, MessageOutbox outbox, EventHeaders headers, ClaimsPrincipal user, TimeProvider clock, HttpResponse response, CancellationToken ct)
    {
        if (new DataStoreDetails(body.Name, body.SecretReference, body.Region, body.OwnerId).Refuse(body.Kind) is { } refusal)
            return refusal;
        var name = body.Name.Trim();
        if (await db.DataStores.AnyAsync(s => s.Name == name, ct))
            return NameTaken();

        var now = clock.GetUtcNow();
        var store = new DataStore
        {
            Id = Guid.CreateVersion7(now),
            Name = name,
            Kind = body.Kind,
            SecretReference = body.SecretReference,
            Region = body.Region.Trim(),
            OwnerId = body.OwnerId.Trim(),
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(store);
        outbox.Add(db, new DataStoreRegistered(headers.New(user.Actor(), "data-store", store.Id) with { ObjectVersion = 1 }, store.Id, store.Kind, store.Region));
        if (!await db.TrySaveAsync(ct))
            return NameTaken();
        response.SetEtag(store.Version);
        return TypedResults.Created($"/v1/data-stores/{store.Id}", DataStoreView.Of(store, null));
    }

    public static ProblemHttpResult NameTaken() => Problems.Conflict("name-taken", "Another data store has this name.");
}
