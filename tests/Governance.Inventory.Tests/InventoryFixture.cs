using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Inventory.Tests;
using Governance.Inventory.Tests.Mapping;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(InventoryFixture))]

namespace Governance.Inventory.Tests;

/// <summary>The running service with its database, a broker and a fake data plane.</summary>
public sealed class InventoryFixture : ServiceFixture<Program>, IAsyncDisposable
{
    private FakeDataPlane? _dataPlane;

    protected override bool WithBroker => true;

    public HttpClient Steward => Client("steward", Permissions.InventoryRead, Permissions.InventoryWrite, Permissions.InventoryScan, Permissions.InventoryConfirm);

    protected override async Task<IReadOnlyDictionary<string, string>> ConfigureAsync()
    {
        _dataPlane = await FakeDataPlane.StartAsync();
        return new Dictionary<string, string> { ["Services:DataPlane"] = _dataPlane.Url, ["Logging:LogLevel:Default"] = "Error" };
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        if (_dataPlane is not null)
            await _dataPlane.DisposeAsync();
    }

    public async Task<Guid> RegisterAsync(string? name = null)
    {
        using var response = await Steward.PostAsJsonAsync("/v1/data-stores", Store(name ?? NewName()));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.JsonAsync()).GetProperty("id").GetGuid();
    }

    public static string NewName() => $"store {Guid.NewGuid():n}";

    public static object Store(string name, string secretReference = "env:SHOP_DB", string kind = "postgresql") =>
        new { name, kind, secretReference, region = "EU", ownerId = "owner-1" };

    public async Task<Guid> RequestScanAsync(Guid store)
    {
        using var response = await Steward.PostAsync(new Uri($"/v1/data-stores/{store}/scans", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await response.JsonAsync()).GetProperty("id").GetGuid();
    }

    /// <summary>Requests a scan and lets the data plane answer with this result; returns when the draft is made.</summary>
    internal async Task<Guid> ScanAsync(Guid store, Scan scan, DateTimeOffset? scannedAt = null)
    {
        var id = await RequestScanAsync(store);
        await AnswerAsync(store, id, scan, scannedAt);
        return id;
    }

    internal async Task AnswerAsync(Guid store, Guid scanId, Scan scan, DateTimeOffset? scannedAt = null)
    {
        var result = scan.Result() with { ScanId = scanId, DataStoreId = store, ScannedAt = scannedAt ?? TimeProvider.System.GetUtcNow() };
        _dataPlane!.Scans[scanId] = result;
        await PublishAsync(new DataStoreScanned(Header(scanId), scanId, store, result.Tables.Count, 0));
        await WaitForScanAsync(store, scanId, "completed");
    }

    public Task<JsonElement> WaitForScanAsync(Guid store, Guid scanId, string state) => WaitAsync(
        () => Steward.GetJsonAsync($"/v1/data-stores/{store}/scans/{scanId}"), s => s.GetProperty("state").GetString() == state, $"scan {state}");

    public EventHeader Header(Guid scanId) => Services.GetRequiredService<EventHeaders>().New(null, "scan", scanId);

    /// <summary>Publishes as any service does: through an outbox.</summary>
    public async Task PublishAsync(params IEvent[] events)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<InventoryDbContext>();
        foreach (var e in events)
            scope.ServiceProvider.GetRequiredService<MessageOutbox>().Add(db, e);
        await db.SaveChangesAsync();
    }

    internal async Task<T> QueryAsync<T>(Func<InventoryDbContext, Task<T>> query)
    {
        await using var scope = Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<InventoryDbContext>());
    }

    /// <summary>A registered store with a scanned draft.</summary>
    internal async Task<Guid> MappedAsync(Scan scan)
    {
        var store = await RegisterAsync();
        await ScanAsync(store, scan);
        return store;
    }

    public async Task<string> EtagAsync(Guid store)
    {
        using var response = await Steward.GetAsync(new Uri($"/v1/data-stores/{store}/map", UriKind.Relative));
        return response.Headers.ETag!.ToString();
    }

    /// <summary>Sends a change of the map with its current ETag.</summary>
    public async Task<HttpResponseMessage> ChangeAsync(HttpMethod method, Guid store, string path, object body, string? etag = null)
    {
        using var request = new HttpRequestMessage(method, $"/v1/data-stores/{store}/map/{path}") { Content = JsonContent.Create(body) };
        request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(etag ?? await EtagAsync(store)));
        return await Steward.SendAsync(request);
    }

    public async Task<int> ConfirmAsync(Guid store)
    {
        using var response = await ChangeAsync(HttpMethod.Post, store, "confirm", new { acceptSuggestions = true });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.JsonAsync()).GetProperty("version").GetInt32();
    }

    private static async Task<JsonElement> WaitAsync(Func<Task<JsonElement>> read, Func<JsonElement, bool> done, string what)
    {
        JsonElement last = default;
        await Eventually.TrueAsync(async () => done(last = await read()), what);
        return last;
    }
}

internal static class HttpExtensions
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).Clone();

    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string url)
    {
        using var response = await client.GetAsync(new Uri(url, UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode, $"{url}: {response.StatusCode}");
        return await response.JsonAsync();
    }

    /// <summary>Asserts a refusal and returns its problem details.</summary>
    public static async Task<JsonElement> RefusedAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var problem = await response.JsonAsync();
        Assert.Equal((status, $"urn:governance:problem:{code}"), (response.StatusCode, problem.GetProperty("type").GetString()));
        return problem;
    }
}
