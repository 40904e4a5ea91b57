using System.Net;
using System.Net.Http.Json;
using Governance.Contracts;
using Governance.Inventory.DataStores;
using Governance.Inventory.Tests.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Tests.DataStores;

public sealed class DataStoreTests(InventoryFixture inventory)
{
    [Fact]
    public async Task A_registered_store_can_be_read_and_has_its_event()
    {
        var name = InventoryFixture.NewName();
        using var response = await inventory.Steward.PostAsJsonAsync("/v1/data-stores", InventoryFixture.Store(name));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("\"1\"", response.Headers.ETag!.ToString());
        var store = await inventory.Steward.GetJsonAsync(response.Headers.Location!.ToString());
        Assert.Equal((name, "postgresql", "env:SHOP_DB", "EU"),
            (store.GetProperty("name").GetString(), store.GetProperty("kind").GetString(), store.GetProperty("secretReference").GetString(), store.GetProperty("region").GetString()));
    }

    [Theory]
    [InlineData("env:SHOP_DB", true)]
    [InlineData("file:/run/secrets/shop", true)]
    [InlineData("k8s:shop/database/connection", false)]
    [InlineData("env:ConnectionStrings__Database", false)]
    [InlineData("Host=db;Username=shop;Password=geheim", false)]
    [InlineData("postgres://shop:geheim@db/shop", false)]
    [InlineData("env:Host=db;Password=geheim", false)]
    [InlineData("env:SHOP DB", false)]
    [InlineData("file:relative", false)]
    [InlineData("file:/run/../etc/shadow", false)]
    [InlineData("file:/run/secrets/shop;Password=x", false)]
    [InlineData("env:SHOP\n", false)]
    [InlineData("hunter2", false)]
    [InlineData("", false)]
    public void Only_a_reference_to_a_secret_is_accepted(string reference, bool accepted) => Assert.Equal(accepted, SecretReference.IsValid(reference));

    [Fact]
    public async Task A_secret_is_refused_and_not_repeated_in_the_answer()
    {
        using var response = await inventory.Steward.PostAsJsonAsync("/v1/data-stores", InventoryFixture.Store(InventoryFixture.NewName(), "Host=db;Password=geheim123"));
        var problem = await response.RefusedAsync(HttpStatusCode.BadRequest, "validation");
        Assert.True(problem.GetProperty("errors").TryGetProperty("secretReference", out _));
        Assert.DoesNotContain("geheim123", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_kind_and_missing_fields_are_named()
    {
        using var response = await inventory.Steward.PostAsJsonAsync("/v1/data-stores", new { name = " ", kind = "oracle", secretReference = "env:X", region = "", ownerId = "o" });
        var errors = (await response.RefusedAsync(HttpStatusCode.BadRequest, "validation")).GetProperty("errors");
        Assert.Equal(["kind", "name", "region"], errors.EnumerateObject().Select(e => e.Name).Order());
    }

    [Fact]
    public async Task A_name_is_taken_once_also_when_asked_twice_at_once()
    {
        var name = InventoryFixture.NewName();
        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => inventory.Steward.PostAsJsonAsync("/v1/data-stores", InventoryFixture.Store(name))));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict], responses.Select(r => r.StatusCode).Order());
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_registers_once()
    {
        var name = InventoryFixture.NewName();
        var client = inventory.Steward;
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var first = await client.PostAsJsonAsync("/v1/data-stores", InventoryFixture.Store(name));
        using var second = await client.PostAsJsonAsync("/v1/data-stores", InventoryFixture.Store(name));
        Assert.Equal((await first.JsonAsync()).GetProperty("id").GetGuid(), (await second.JsonAsync()).GetProperty("id").GetGuid());
        Assert.Equal(1, await inventory.QueryAsync(db => db.DataStores.CountAsync(s => s.Name == name)));
    }

    [Fact]
    public async Task Changing_asks_for_the_etag_that_was_read()
    {
        var id = await inventory.RegisterAsync();
        var body = new { name = InventoryFixture.NewName(), secretReference = "file:/run/secrets/db", region = "DE", ownerId = "owner-2" };
        using var missing = await inventory.Steward.PutAsJsonAsync($"/v1/data-stores/{id}", body);
        await missing.RefusedAsync(HttpStatusCode.PreconditionRequired, "if-match-required");

        var client = inventory.Steward;
        client.DefaultRequestHeaders.IfMatch.ParseAdd("\"1\"");
        using var changed = await client.PutAsJsonAsync($"/v1/data-stores/{id}", body);
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (changed.StatusCode, changed.Headers.ETag!.ToString()));
        using var stale = await client.PutAsJsonAsync($"/v1/data-stores/{id}", body);
        await stale.RefusedAsync(HttpStatusCode.PreconditionFailed, "version-conflict");
    }

    [Fact]
    public async Task A_changed_secret_reference_reaches_plans_by_a_new_map_version()
    {
        var id = await inventory.MappedAsync(ChinookScan.Build());
        Assert.Equal(1, await inventory.ConfirmAsync(id));
        var client = inventory.Steward;
        client.DefaultRequestHeaders.IfMatch.ParseAdd("\"1\"");
        using var changed = await client.PutAsJsonAsync($"/v1/data-stores/{id}", new { name = InventoryFixture.NewName(), secretReference = "env:NEW_DB", region = "EU", ownerId = "o" });
        Assert.Equal(2, (await changed.JsonAsync()).GetProperty("confirmedMapVersion").GetInt32());
        var map = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{id}/map/versions/2");
        Assert.Equal(("env:NEW_DB", 2), (map.GetProperty("secretReference").GetString(), map.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task The_list_is_paged_without_gap_or_double()
    {
        var mine = new List<Guid>();
        for (var i = 0; i < 3; i++)
            mine.Add(await inventory.RegisterAsync());
        var seen = new List<Guid>();
        string? after = null;
        do
        {
            var page = await inventory.Steward.GetJsonAsync($"/v1/data-stores?limit=2{(after is null ? "" : $"&after={after}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("id").GetGuid()));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Superset(mine.ToHashSet(), seen.ToHashSet());
    }

    [Fact]
    public async Task Permissions_are_asked_for()
    {
        using var reader = await inventory.Client("r", Permissions.InventoryRead).PostAsJsonAsync("/v1/data-stores", InventoryFixture.Store("x"));
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
        using var nobody = await inventory.Anonymous().GetAsync(new Uri("/v1/data-stores", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        using var unknown = await inventory.Steward.GetAsync(new Uri($"/v1/data-stores/{Guid.NewGuid()}", UriKind.Relative));
        await unknown.RefusedAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Sql_in_a_name_is_just_a_name()
    {
        var name = $"'; DROP TABLE data_stores; -- {Guid.NewGuid():n}";
        var id = await inventory.RegisterAsync(name);
        Assert.Equal(name, (await inventory.Steward.GetJsonAsync($"/v1/data-stores/{id}")).GetProperty("name").GetString());
    }
}
