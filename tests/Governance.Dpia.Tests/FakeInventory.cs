using System.Collections.Concurrent;
using System.Text.Json;
using Governance.Contracts.Inventory.V1;
using Governance.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Governance.Dpia.Tests;

/// <summary>A fake inventory: gives out over HTTP the data stores, maps and drift that a test puts in.</summary>
public sealed class FakeInventory : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, List<DataMap>> _stores = [];
    private readonly ConcurrentDictionary<Guid, object[]> _drift = [];
    private readonly WebApplication _app;

    private FakeInventory()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/v1/data-stores/{id:guid}", (Guid id) => _stores.TryGetValue(id, out var maps)
            ? Results.Json(new { id, name = maps[0].DataStoreName, confirmedMapVersion = maps.Count(m => m.Version > 0) is var n and > 0 ? (int?)n : null })
            : Results.NotFound());
        _app.MapGet("/v1/data-stores/{id:guid}/map/versions/{number:int}", (Guid id, int number) =>
            _stores.TryGetValue(id, out var maps) && maps.Find(m => m.Version == number) is { } map
                ? Results.Text(JsonSerializer.Serialize(map, ServiceJson.Options), "application/json")
                : Results.NotFound());
        // One change a page: whoever reads the first page only misses the others.
        _app.MapGet("/v1/data-stores/{id:guid}/map/drift", (Guid id, int? after) => _drift.GetValueOrDefault(id, []) is var items && (after ?? 0) is var from
            ? Results.Json(new { confirmedVersion = 1, scanId = Guid.NewGuid(), total = items.Length, items = items.Skip(from).Take(1), next = from + 1 < items.Length ? $"{from + 1}" : null })
            : Results.NotFound());
    }

    public string Url => _app.Urls.First();

    public static async Task<FakeInventory> StartAsync()
    {
        var inventory = new FakeInventory();
        await inventory._app.StartAsync();
        return inventory;
    }

    /// <summary>Confirms the next version of the store's map; a new store at first.</summary>
    public DataMap Confirm(Guid store, params MappedTable[] tables) => Confirm(store, "EU", tables);

    public DataMap Confirm(Guid store, string region, params MappedTable[] tables)
    {
        var maps = _stores.GetOrAdd(store, _ => []);
        var map = new DataMap(store, "loyalty", "postgresql", "env:LOYALTY", region, maps.Count + 1, tables, []);
        maps.Add(map);
        return map;
    }

    public void Drift(Guid store, params object[] items) => _drift[store] = items;

    public static MappedTable Table(string name, long rows, string? subject, params (string Column, string? Category)[] columns) => new(
        "public", name, "table", rows, ["id"], [], subject, ErasureAction.Delete, null, false, [], [], null,
        [.. columns.Select(c => new MappedColumn(c.Column, "text", true, null, false, c.Category, 0.9, [], c.Category == "user.contact.email" ? "email" : null, null, DecisionState.Confirmed))],
        DecisionState.Confirmed);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
