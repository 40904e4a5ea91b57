using System.Security.Claims;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Inventory.DataStores;
using Governance.Inventory.Mapping;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Maps;

/// <summary>A draft opened for a change: found, and of the version the caller read.</summary>
internal sealed record OpenDraft(DataStore Store, StoreMap Map, SuggestedMap Draft);

/// <summary>Opens drafts for changes and saves them with their events.</summary>
internal sealed class MapEditor(InventoryDbContext db, MessageOutbox outbox, EventHeaders headers, TimeProvider clock)
{
    public async Task<(OpenDraft? Open, ProblemHttpResult? Problem)> OpenAsync(Guid dataStoreId, HttpRequest request, CancellationToken ct)
    {
        if (await db.DataStores.SingleOrDefaultAsync(s => s.Id == dataStoreId, ct) is not { } store)
            return (null, Problems.NotFound("data store"));
        if (await db.Maps.SingleOrDefaultAsync(m => m.DataStoreId == dataStoreId, ct) is not { } map)
            return (null, Problems.NotFound("data map"));
        return request.CheckIfMatch(map.Version) is { } conflict ? (null, conflict) : (new OpenDraft(store, map, map.ReadDraft()), null);
    }

    /// <summary>Saves a changed map. Suggestions that are still open are made anew, following from the decision.</summary>
    /// <param name="what">What was decided: table, column if any, and a code.</param>
    public async Task<(SuggestedMap? Next, ProblemHttpResult? Problem)> SaveAsync(
        OpenDraft open, DataMap changed, (string Table, string? Column, string Change) what, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        var s = open.Store;
        var next = MapSuggester.Suggest(open.Map.ReadScan(), new StoreInfo(s.Id, s.Name, s.Kind, s.SecretReference, s.Region), changed);
        open.Map.Redraft(next, clock.GetUtcNow());
        outbox.Add(db, new MapDecisionMade(headers.New(user.Actor(), "data-map", s.Id) with { ObjectVersion = open.Map.Version }, s.Id, what.Table, what.Column, what.Change));
        return await SaveAsync(open, response, ct) is { } problem ? (null, problem) : (next, null);
    }

    /// <summary>Publishes the draft as the next confirmed version.</summary>
    public async Task<(MapVersion? Version, ProblemHttpResult? Problem)> ConfirmAsync(OpenDraft open, DataMap decided, ClaimsPrincipal user, HttpResponse response, CancellationToken ct)
    {
        var version = open.Map.Confirm(open.Draft with { Map = decided }, open.Store, user.CallerId(), clock.GetUtcNow());
        db.Add(version);
        outbox.Add(db, version.Announce(headers.New(user.Actor(), "data-map", open.Store.Id)));
        return await SaveAsync(open, response, ct) is { } problem ? (null, problem) : (version, null);
    }

    private async Task<ProblemHttpResult?> SaveAsync(OpenDraft open, HttpResponse response, CancellationToken ct)
    {
        if (!await db.TrySaveAsync(ct))
            return Problems.PreconditionFailed();
        response.SetEtag(open.Map.Version);
        return null;
    }
}
