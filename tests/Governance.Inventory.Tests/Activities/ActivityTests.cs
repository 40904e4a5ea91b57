using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Contracts;
using Governance.Inventory.Activities;
using Governance.Inventory.Data;
using Governance.Testing;
using Npgsql;

namespace Governance.Inventory.Tests.Activities;

/// <summary>Without a broker: events stay in the outbox to be looked at.</summary>
public sealed class ActivityFixture : ServiceFixture<Program>
{
    public HttpClient Steward => Client("steward", Permissions.InventoryRead, Permissions.InventoryWrite);

    protected override Task<IReadOnlyDictionary<string, string>> ConfigureAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Error" });
}

public sealed class ActivityTests(ActivityFixture inventory) : IClassFixture<ActivityFixture>
{
    private const string Url = "/v1/processing-activities";

    [Fact]
    public async Task A_registered_activity_can_be_read_with_what_it_lacks()
    {
        using var response = await inventory.Steward.PostAsJsonAsync(Url, new { name = NewName(), purposes = "To pay staff.", recipients = Array.Empty<string>() });
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (response.StatusCode, response.Headers.ETag!.ToString()));
        var read = await inventory.Steward.GetJsonAsync(response.Headers.Location!.ToString());
        Assert.Equal(["a", "a", "c", "c", "e", "f", "g"], read.GetProperty("missing").EnumerateArray().Select(m => m.GetProperty("letter").GetString()));
        Assert.Equal(["legal-basis-missing"], read.GetProperty("flags").EnumerateArray().Select(f => f.GetProperty("code").GetString()));
        Assert.Equal(("steward", JsonValueKind.Null, 0), (read.GetProperty("details").GetProperty("ownerId").GetString(), read.GetProperty("details").GetProperty("transfers").ValueKind,
            read.GetProperty("details").GetProperty("recipients").GetArrayLength()));
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_registers_once()
    {
        var client = inventory.Steward;
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var body = new { name = NewName() };
        using var first = await client.PostAsJsonAsync(Url, body);
        using var second = await client.PostAsJsonAsync(Url, body);
        Assert.Equal((await first.JsonAsync()).GetProperty("id").GetGuid(), (await second.JsonAsync()).GetProperty("id").GetGuid());
        using var other = await inventory.Steward.PostAsJsonAsync(Url, body);
        await other.RefusedAsync(HttpStatusCode.Conflict, "name-taken");
    }

    [Fact]
    public async Task Each_change_is_a_version_whose_hash_is_in_its_event_and_nothing_else_is()
    {
        var name = NewName();
        var id = await RegisterAsync(new { name, purposes = "Secret-looking words." });
        using var missing = await inventory.Steward.PutAsJsonAsync($"{Url}/{id}", new { name });
        await missing.RefusedAsync(HttpStatusCode.PreconditionRequired, "if-match-required");
        var changed = await SendAsync(HttpMethod.Put, $"{Url}/{id}", "\"1\"", new { name, purposes = "Other words.", transfers = Array.Empty<object>() });
        Assert.Equal(2, changed.GetProperty("version").GetInt32());
        using var stale = await inventory.Steward.SendAsync(Request(HttpMethod.Put, $"{Url}/{id}", "\"1\"", new { name }));
        await stale.RefusedAsync(HttpStatusCode.PreconditionFailed, "version-conflict");

        var versions = (await inventory.Steward.GetJsonAsync($"{Url}/{id}/versions")).GetProperty("items");
        Assert.Equal([(2, "steward"), (1, "steward")], versions.EnumerateArray().Select(v => (v.GetProperty("version").GetInt32(), v.GetProperty("changedBy").GetString()!)));
        var document = await inventory.Steward.GetStringAsync(new Uri($"{Url}/{id}/versions/1", UriKind.Relative));
        Assert.Contains("Secret-looking words.", document, StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document))), versions[1].GetProperty("hash").GetString());

        var events = await EventsAsync(id);
        Assert.Equal(["ProcessingActivityChanged", "ProcessingActivityRegistered"], events.Keys.Order());
        Assert.All(events.Values, body => Assert.DoesNotContain("words", body, StringComparison.Ordinal));
        Assert.Contains(versions[1].GetProperty("hash").GetString()!, events["ProcessingActivityRegistered"], StringComparison.Ordinal);
        Assert.Contains(versions[0].GetProperty("hash").GetString()!, events["ProcessingActivityChanged"], StringComparison.Ordinal);
        await Assert.ThrowsAsync<PostgresException>(() => inventory.Database.ExecuteAsync($"UPDATE activity_versions SET changed_by = 'x' WHERE activity_id = '{id}'"));
    }

    [Fact]
    public async Task Of_several_changes_of_one_version_one_gets_through()
    {
        var name = NewName();
        var id = await RegisterAsync(new { name });
        var statuses = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            using var response = await inventory.Steward.SendAsync(Request(HttpMethod.Put, $"{Url}/{id}", "\"1\"", new { name, purposes = $"{i}" }));
            return response.StatusCode;
        }));
        Assert.Single(statuses, HttpStatusCode.OK);
        Assert.Equal(2, (await inventory.Steward.GetJsonAsync($"{Url}/{id}/versions")).GetProperty("items").GetArrayLength());
        Assert.Equal(2, (await EventsAsync(id)).Count);
    }

    [Fact]
    public async Task An_activity_ends_for_good_and_stays_on_record()
    {
        var name = NewName();
        var id = await RegisterAsync(new { name });
        var ended = await SendAsync(HttpMethod.Post, $"{Url}/{id}/end", "\"1\"");
        Assert.NotEqual(JsonValueKind.Null, ended.GetProperty("endedAt").ValueKind);
        foreach (var (method, path) in new[] { (HttpMethod.Put, ""), (HttpMethod.Post, "/end") })
        {
            using var refused = await inventory.Steward.SendAsync(Request(method, $"{Url}/{id}{path}", "\"2\"", new { name }));
            await refused.RefusedAsync(HttpStatusCode.Conflict, "activity-ended");
        }
        Assert.Contains("ProcessingActivityEnded", (await EventsAsync(id)).Keys);
        Assert.Equal([name], await NamesAsync($"?search={Uri.EscapeDataString(name)}&ended=true"));
        Assert.Empty(await NamesAsync($"?search={Uri.EscapeDataString(name)}"));
    }

    [Fact]
    public async Task The_list_is_found_by_text_and_completeness_page_by_page()
    {
        var mark = $"100%_{Guid.NewGuid():n}";
        var complete = CompletenessTests.Complete with { Name = $"b {mark}" };
        var blocked = complete with { Name = $"c {mark}", Transfers = [new Transfer("IN", "Support desk", Safeguard.StandardContractualClauses)] };
        await RegisterAsync(complete);
        await RegisterAsync(blocked);
        await RegisterAsync(new { name = NewName(), recipients = new[] { $"Recipient {mark}" } });
        await RegisterAsync(new { name = $"a {mark}" });

        var search = $"search={Uri.EscapeDataString(mark.ToUpperInvariant())}";
        Assert.Equal([$"a {mark}", complete.Name, blocked.Name], (await NamesAsync($"?{search}")).Where(n => n.EndsWith(mark, StringComparison.Ordinal)));
        Assert.Equal(4, (await NamesAsync($"?{search}&limit=1")).Count);
        Assert.Equal([complete.Name, blocked.Name], await NamesAsync($"?{search}&complete=true&limit=1"));
        Assert.Equal([complete.Name], await NamesAsync($"?{search}&complete=true&flagged=false"));
        Assert.DoesNotContain(complete.Name, await NamesAsync($"?{search}&complete=false"));
        Assert.Empty(await NamesAsync($"?search={Uri.EscapeDataString(mark.Replace('%', 'x'))}"));
    }

    [Fact]
    public async Task Bad_fields_are_named()
    {
        object Bad(object? transfer = null, string name = "n", string use = "marketing", string subject = "customer", string category = "user.name", object? officer = null, bool none = false) => new
        {
            name, dataUses = new[] { use }, subjectCategories = new[] { subject }, dataCategories = new[] { category }, transfers = new[] { transfer ?? new { country = "IN", recipient = "x" } },
            dataProtectionOfficer = officer, noDataProtectionOfficer = none,
        };
        await RefusedAsync(Bad(name: " "), "name");
        await RefusedAsync(Bad(name: "a\nb"), "name");
        await RefusedAsync(Bad(use: "whim"), "dataUses[0]");
        await RefusedAsync(Bad(use: "marketing.Not A Word"), "dataUses[0]");
        await RefusedAsync(Bad(subject: "olga"), "subjectCategories[0]");
        await RefusedAsync(Bad(category: "whim"), "dataCategories[0]");
        await RefusedAsync(Bad(new { country = "DE", recipient = "x" }), "transfers[0].country");
        await RefusedAsync(Bad(new { country = "in", recipient = " " }), "transfers[0].country", "transfers[0].recipient");
        await RefusedAsync(Bad(new { country = "IN", recipient = "x", derogation = "contract" }), "transfers[0].derogation");
        await RefusedAsync(Bad(officer: new { name = "DPO", contact = "dpo@x.example" }, none: true), "dataProtectionOfficer");
        await RefusedAsync(new { name = NewName(), controller = new { name = "", contact = "c" }, dataStoreIds = new[] { Guid.NewGuid() } }, "controller.name");
        using var store = await inventory.Steward.PostAsJsonAsync("/v1/data-stores", InventoryFixture.Store(InventoryFixture.NewName()));
        await RefusedAsync(new { name = NewName(), dataStoreIds = new[] { (await store.JsonAsync()).GetProperty("id").GetGuid(), Guid.NewGuid() } }, "dataStoreIds[1]");
    }

    [Fact]
    public async Task The_register_is_handed_over_as_json_and_as_csv_that_no_spreadsheet_calculates()
    {
        var mark = NewName();
        await RegisterAsync(new { name = $"=cmd|{mark}", purposes = "with \"quotes\", commas\nand lines", recipients = Array.Empty<string>() });
        var json = await inventory.Steward.GetJsonAsync("/v1/processing-register.json");
        Assert.Contains(json.GetProperty("activities").EnumerateArray(), a => a.GetProperty("details").GetProperty("name").GetString() == $"=cmd|{mark}");
        using var response = await inventory.Steward.GetAsync(new Uri("/v1/processing-register.csv", UriKind.Relative));
        Assert.Equal(("text/csv", "processing-register.csv"), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentDisposition!.FileNameStar ?? response.Content.Headers.ContentDisposition.FileName));
        var csv = await response.Content.ReadAsStringAsync();
        Assert.Contains($"\"'=cmd|{mark}\"", csv, StringComparison.Ordinal);
        Assert.Contains("\"with \"\"quotes\"\", commas\nand lines\"", csv, StringComparison.Ordinal);
        Assert.Contains("(e) Transfers to third countries", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Permissions_are_asked_for()
    {
        using var reader = await inventory.Client("r", Permissions.InventoryRead).PostAsJsonAsync(Url, new { name = NewName() });
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
        using var writer = await inventory.Client("w", Permissions.InventoryWrite).GetAsync(new Uri("/v1/processing-register.csv", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, writer.StatusCode);
        using var unknown = await inventory.Steward.GetAsync(new Uri($"{Url}/{Guid.NewGuid()}", UriKind.Relative));
        await unknown.RefusedAsync(HttpStatusCode.NotFound, "not-found");
    }

    private static string NewName() => $"activity {Guid.NewGuid():n}";

    private async Task<Guid> RegisterAsync<T>(T body)
    {
        using var response = await inventory.Steward.PostAsJsonAsync(Url, body, ServiceJson.Options);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync()).GetProperty("id").GetGuid();
    }

    private async Task RefusedAsync(object body, params string[] fields)
    {
        using var response = await inventory.Steward.PostAsJsonAsync(Url, body);
        var problem = await response.RefusedAsync(HttpStatusCode.BadRequest, "validation");
        Assert.Equal(fields, problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string url, string etag, object? body = null)
    {
        using var response = await inventory.Steward.SendAsync(Request(method, url, etag, body));
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private static HttpRequestMessage Request(HttpMethod method, string url, string etag, object? body) =>
        new(method, url) { Content = body is null ? null : JsonContent.Create(body), Headers = { IfMatch = { EntityTagHeaderValue.Parse(etag) } } };

    private async Task<List<string>> NamesAsync(string query)
    {
        var names = new List<string>();
        for (string? after = null; ;)
        {
            var page = await inventory.Steward.GetJsonAsync($"{Url}{query}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}");
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("name").GetString()!));
            if ((after = page.GetProperty("next").GetString()) is null)
                return names;
        }
    }

    /// <summary>Bodies of its events by their name.</summary>
    private async Task<Dictionary<string, string>> EventsAsync(Guid id) => (await inventory.OutboxAsync<InventoryDbContext>())
        .Where(m => m.Body.Contains(id.ToString(), StringComparison.Ordinal)).ToDictionary(m => m.MessageType[(m.MessageType.LastIndexOf('.') + 1)..], m => m.Body);
}
