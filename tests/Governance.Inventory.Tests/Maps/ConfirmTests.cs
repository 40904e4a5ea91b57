using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Contracts;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Tests.Mapping;
using Governance.Messaging.Outbox;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Governance.Inventory.Tests.Maps;

public sealed class ConfirmTests(InventoryFixture inventory)
{
    [Fact]
    public async Task Suggestions_on_personal_data_must_be_decided_or_accepted()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        using var refused = await inventory.ChangeAsync(HttpMethod.Post, store, "confirm", new { });
        var problem = await refused.RefusedAsync(HttpStatusCode.UnprocessableEntity, "suggestions-undecided");
        Assert.True(problem.GetProperty("errors").TryGetProperty("public.customer.email", out _));
        Assert.False(problem.GetProperty("errors").TryGetProperty("public.track", out _));

        using var accepted = await inventory.ChangeAsync(HttpMethod.Post, store, "suggestions/accept", new { });
        Assert.Equal(0, (await accepted.JsonAsync()).GetProperty("openOnPersonalData").GetInt32());
        using var confirmed = await inventory.ChangeAsync(HttpMethod.Post, store, "confirm", new { });
        Assert.Equal(HttpStatusCode.Created, confirmed.StatusCode);
        Assert.Equal("confirmed", (await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_is_less_certain_than_asked_stays_open()
    {
        var scan = new Scan().Table("customer", "id", "id integer !", "email text ! @user.contact.email").Table("note", "id", "id integer !", "customer_id integer !", "body text !")
            .Reference("note", "customer_id", "customer", "id");
        var store = await inventory.MappedAsync(scan);
        using var accepted = await inventory.ChangeAsync(HttpMethod.Post, store, "suggestions/accept", new { minimumConfidence = 0.8 });
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        using var refused = await inventory.ChangeAsync(HttpMethod.Post, store, "confirm", new { });
        var errors = (await refused.RefusedAsync(HttpStatusCode.UnprocessableEntity, "suggestions-undecided")).GetProperty("errors");
        Assert.Equal(["note_customer_id_fkey", "public.note", "public.note.body"], errors.EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_confirmed_map_is_a_fixed_document_with_its_hash_and_event()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        using var confirmed = await inventory.ChangeAsync(HttpMethod.Post, store, "confirm", new { acceptSuggestions = true });
        var version = await confirmed.JsonAsync();
        var bytes = await inventory.Steward.GetByteArrayAsync(confirmed.Headers.Location);
        Assert.Equal(version.GetProperty("hash").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        var map = JsonSerializer.Deserialize<DataMap>(bytes, ServiceJson.Options)!;
        Assert.Equal((1, store), (map.Version, map.DataStoreId));
        Assert.Equal(["customer:customer", "employee:employee"], map.Subjects());
        Assert.All(map.Tables, t => Assert.NotEqual(DecisionState.Suggested, t.Decision));

        var events = await inventory.QueryAsync(db => db.Set<OutboxMessage>().Where(m => m.MessageType == typeof(DataMapConfirmed).FullName && m.Body.Contains(store.ToString())).ToListAsync());
        Assert.Contains(version.GetProperty("hash").GetString()!, Assert.Single(events).Body, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PostgresException>(() => inventory.Database.ExecuteAsync($"UPDATE map_versions SET document = '' WHERE data_store_id = '{store}'"));
    }

    [Fact]
    public async Task A_map_that_can_not_be_carried_out_is_refused_by_table_and_column()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        foreach (var (path, body) in new (string, object)[]
        {
            ("tables?schema=public&name=customer", new { action = "delete" }),
            ("tables?schema=public&name=invoice", new { retention = (object?)null }),
            ("columns?schema=public&table=employee&name=email", new { identifierKind = (string?)null }),
        })
        {
            using var changed = await inventory.ChangeAsync(HttpMethod.Patch, store, path, body);
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        }

        using var refused = await inventory.ChangeAsync(HttpMethod.Post, store, "confirm", new { acceptSuggestions = true });
        var errors = (await refused.RefusedAsync(HttpStatusCode.UnprocessableEntity, "map-not-executable")).GetProperty("errors");
        Assert.Equal(["public.customer", "public.employee", "public.invoice"], errors.EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.StartsWith("delete-held-by-kept-rows", errors.GetProperty("public.customer")[0].GetString(), StringComparison.Ordinal);
        using var none = await inventory.Steward.GetAsync(new Uri($"/v1/data-stores/{store}/map/versions/1", UriKind.Relative));
        await none.RefusedAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Confirming_at_once_makes_one_version()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        var etag = await inventory.EtagAsync(store);
        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => inventory.ChangeAsync(HttpMethod.Post, store, "confirm", new { acceptSuggestions = true }, etag)));
        Assert.Equal(1, responses.Count(r => r.StatusCode is HttpStatusCode.Created));
        Assert.Equal(3, responses.Count(r => r.StatusCode is HttpStatusCode.PreconditionFailed));
        var versions = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/versions");
        Assert.Equal(1, versions.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_rescan_shows_drift_and_keeps_what_was_decided()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        using var kept = await inventory.ChangeAsync(HttpMethod.Patch, store, "tables?schema=public&name=employee", new { purposes = new[] { "employment" } });
        await inventory.ConfirmAsync(store);
        var none = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/drift");
        Assert.Equal(0, none.GetProperty("items").GetArrayLength());

        var scanId = await inventory.ScanAsync(store, ChinookScan.Build().Table("newsletter", "", "email text ! @user.contact.email"));
        var drift = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/drift");
        Assert.Equal("table-added", Assert.Single(drift.GetProperty("items").EnumerateArray()).GetProperty("kind").GetString());
        Assert.Equal(1, (await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/scans/{scanId}")).GetProperty("driftCount").GetInt32());
        var open = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map?decision=suggested&personal=true");
        Assert.Equal("newsletter", Assert.Single(open.GetProperty("map").GetProperty("tables").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal("draft", open.GetProperty("state").GetString());
        Assert.Equal(2, await inventory.ConfirmAsync(store));
    }

    [Fact]
    public async Task An_older_scan_that_answers_late_does_not_replace_a_newer_one()
    {
        var store = await inventory.RegisterAsync();
        await inventory.ScanAsync(store, ChinookScan.Build());
        await inventory.ScanAsync(store, new Scan().Table("old", "id", "id integer !"), TimeProvider.System.GetUtcNow().AddHours(-1));
        var map = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map");
        Assert.Equal(11, map.GetProperty("map").GetProperty("tables").GetArrayLength());
    }

    [Fact]
    public async Task Tables_are_paged_in_order_with_their_references()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        var names = new List<string>();
        string? after = null;
        do
        {
            var page = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/tables?limit=4{(after is null ? "" : $"&after={after}")}");
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("table").GetProperty("name").GetString()!));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Equal(11, names.Count);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        using var bad = await inventory.Steward.GetAsync(new Uri($"/v1/data-stores/{store}/map/tables?after=%21%21", UriKind.Relative));
        await bad.RefusedAsync(HttpStatusCode.BadRequest, "validation");
    }

    [Fact]
    public async Task Reading_does_not_allow_confirming()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        using var refused = await inventory.Client("r", Permissions.InventoryRead, Permissions.InventoryWrite, Permissions.InventoryScan)
            .PostAsync(new Uri($"/v1/data-stores/{store}/map/confirm", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
