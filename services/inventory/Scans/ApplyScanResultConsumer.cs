using System.Net;
using System.Net.Http.Json;
using Governance.Contracts;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Inventory.Mapping;
using Governance.Inventory.Mapping.Checking;
using Governance.Inventory.Maps;
using Governance.Messaging.Inbox;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Scans;

/// <summary>Fetches a finished scan's result and makes the store's draft map of it, keeping what a human has decided before.</summary>
internal sealed class ApplyScanResultConsumer(
    InventoryDbContext db, ConsumerSupport support, IHttpClientFactory clients, MessageOutbox outbox, EventHeaders headers, TimeProvider clock)
    : IdempotentConsumer<DataStoreScanned, InventoryDbContext>(db, support)
{
    private const string ResultMissing = "result-missing";

    protected override async Task HandleAsync(DataStoreScanned message, CancellationToken ct)
    {
        var scan = await Db.Scans.SingleOrDefaultAsync(s => s.Id == message.ScanId && s.DataStoreId == message.DataStoreId, ct);
        if (scan is not { IsOpen: true })
            return;
        var now = clock.GetUtcNow();
        if (await FetchAsync(scan, ct) is not { } result)
        {
            scan.Fail(ResultMissing, now);
            outbox.Add(Db, new ScanFailed(headers.New(null, "scan", scan.Id) with { Outcome = Outcome.Failed, Reason = ResultMissing }, scan.Id, scan.DataStoreId, ResultMissing));
            return;
        }

        var drift = await ApplyAsync(scan, result, now, ct);
        scan.Complete(result.Tables.Count, drift, result.Gaps, now);
        outbox.Add(Db, new ScanCompleted(headers.New(null, "scan", scan.Id), scan.Id, scan.DataStoreId, result.Tables.Count, drift));
    }

    private async Task<int> ApplyAsync(Scan scan, ScanResult result, DateTimeOffset now, CancellationToken ct)
    {
        // A human's change that is saved meanwhile waits for the row, or makes this attempt fail and come again.
        var store = await Db.DataStores.SingleAsync(s => s.Id == scan.DataStoreId, ct);
        var map = await Db.Maps.SingleOrDefaultAsync(m => m.DataStoreId == scan.DataStoreId, ct);
        var confirmed = map is { ConfirmedVersion: > 0 }
            ? StoredJson.Read<DataMap>((await Db.MapVersions.SingleAsync(v => v.DataStoreId == map.DataStoreId && v.Number == map.ConfirmedVersion, ct)).Document)
            : null;
        var drift = confirmed is null ? 0 : MapDrift.Compare(confirmed, result).Count;
        if (map is not null && map.ScannedAt > result.ScannedAt)
            return drift;

        var info = new StoreInfo(store.Id, store.Name, store.Kind, store.SecretReference, store.Region);
        var suggested = MapSuggester.Suggest(result, info, map?.ReadDraft().Map);
        if (map is null)
            Db.Add(StoreMap.Start(scan, result, suggested, now));
        else
            map.Rescan(scan, result, suggested, drift, now);
        return drift;
    }

    private async Task<ScanResult?> FetchAsync(Scan scan, CancellationToken ct)
    {
        using var response = await clients.CreateClient(InventoryService.DataPlane).GetAsync($"v1/scans/{scan.Id}/result", ct);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<ScanResult>(StoredJson.Options, ct);
    }
}
