using System.Net;
using Governance.Contracts;
using Governance.Contracts.DataPlane.V1;
using Governance.Inventory.Tests.Mapping;
using Governance.Messaging.Inbox;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Tests.Scans;

public sealed class ScanTests(InventoryFixture inventory)
{
    [Fact]
    public async Task A_finished_scan_becomes_a_draft_map()
    {
        var store = await inventory.RegisterAsync();
        var scanId = await inventory.ScanAsync(store, ChinookScan.Build());
        var scan = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/scans/{scanId}");
        Assert.Equal((11, 0), (scan.GetProperty("tableCount").GetInt32(), scan.GetProperty("driftCount").GetInt32()));
        var map = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map");
        Assert.Equal(("draft", 11), (map.GetProperty("state").GetString(), map.GetProperty("map").GetProperty("tables").GetArrayLength()));
        Assert.Contains("table-name:customer", map.GetProperty("tableEvidence").GetProperty("public.customer").EnumerateArray().Select(e => e.GetString()));
    }

    [Fact]
    public async Task The_same_answer_delivered_twice_has_one_effect()
    {
        var store = await inventory.RegisterAsync();
        var scanId = await inventory.ScanAsync(store, ChinookScan.Build());
        var etag = await inventory.EtagAsync(store);
        var late = inventory.Header(scanId);
        await inventory.PublishAsync(new DataStoreScanned(late, scanId, store, 11, 0));
        await Eventually.TrueAsync(() => inventory.QueryAsync(db => db.Set<InboxMessage>().AnyAsync(m => m.MessageId == late.EventId)), "the second answer was handled");
        Assert.Equal(etag, await inventory.EtagAsync(store));
    }

    [Fact]
    public async Task A_failed_scan_names_its_code_and_can_be_asked_for_again()
    {
        var store = await inventory.RegisterAsync();
        var scanId = await inventory.RequestScanAsync(store);
        await inventory.PublishAsync(new DataStoreScanFailed(inventory.Header(scanId), scanId, store, "authentication-failed"));
        var scan = await inventory.WaitForScanAsync(store, scanId, "failed");
        Assert.Equal("authentication-failed", scan.GetProperty("code").GetString());
        await inventory.RequestScanAsync(store);
    }

    [Fact]
    public async Task A_result_the_data_plane_no_longer_has_fails_the_scan()
    {
        var store = await inventory.RegisterAsync();
        var scanId = await inventory.RequestScanAsync(store);
        await inventory.PublishAsync(new DataStoreScanned(inventory.Header(scanId), scanId, store, 3, 0));
        Assert.Equal("result-missing", (await inventory.WaitForScanAsync(store, scanId, "failed")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_second_scan_waits_for_the_first()
    {
        var store = await inventory.RegisterAsync();
        await inventory.RequestScanAsync(store);
        using var second = await inventory.Steward.PostAsync(new Uri($"/v1/data-stores/{store}/scans", UriKind.Relative), null);
        await second.RefusedAsync(HttpStatusCode.Conflict, "scan-running");
    }

    [Fact]
    public async Task Unknown_stores_and_missing_permissions_are_refused()
    {
        using var unknown = await inventory.Steward.PostAsync(new Uri($"/v1/data-stores/{Guid.NewGuid()}/scans", UriKind.Relative), null);
        await unknown.RefusedAsync(HttpStatusCode.NotFound, "not-found");
        var store = await inventory.RegisterAsync();
        using var reader = await inventory.Client("r", Permissions.InventoryRead).PostAsync(new Uri($"/v1/data-stores/{store}/scans", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
        using var noMap = await inventory.Steward.GetAsync(new Uri($"/v1/data-stores/{store}/map", UriKind.Relative));
        await noMap.RefusedAsync(HttpStatusCode.NotFound, "not-found");
    }
}
