using System.Net;
using System.Text.Json;
using Governance.Inventory.Tests.Mapping;

namespace Governance.Inventory.Tests.Maps;

/// <summary>Large maps are read by the page: numbers, tables by search, suggestions, and a search over all maps.</summary>
public sealed class MapPagesTests(InventoryFixture inventory)
{
    [Fact]
    public async Task The_summary_counts_what_the_whole_map_holds()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        var whole = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map");
        var tables = whole.GetProperty("map").GetProperty("tables").EnumerateArray().ToList();
        var columns = tables.SelectMany(t => t.GetProperty("columns").EnumerateArray()).ToList();
        var summary = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/summary");
        Assert.Equal(tables.Count, summary.GetProperty("tables").GetInt32());
        Assert.Equal(columns.Count, summary.GetProperty("columns").GetInt32());
        Assert.InRange(summary.GetProperty("personalColumns").GetInt32(), 1, columns.Count - 1);
        Assert.Equal(whole.GetProperty("openOnPersonalData").GetInt32(), summary.GetProperty("openOnPersonalData").GetInt32());
        Assert.Equal("draft", summary.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("support_rep", "customer")]
    [InlineData("user.contact.email", "customer,employee")]
    [InlineData("INVOICE_line", "invoice_line")]
    [InlineData("no such word", "")]
    public async Task Tables_are_found_by_the_names_and_categories_of_their_columns(string search, string expected)
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        var page = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/tables?search={Uri.EscapeDataString(search)}");
        Assert.Equal(expected, string.Join(',', page.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("table").GetProperty("name").GetString())));
    }

    [Fact]
    public async Task Pages_of_suggestions_together_hold_each_open_decision_once_and_a_decided_one_is_gone()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        var open = (await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/summary")).GetProperty("open").GetInt32();
        var places = await PlacesAsync(store, "all=true&limit=7");
        Assert.Equal(open, places.Count);
        Assert.Equal(places.Order(), places);
        Assert.Equal(places.Count, places.Distinct().Count());

        var personal = await PlacesAsync(store, "limit=500");
        Assert.InRange(personal.Count, 1, places.Count - 1);
        var first = (await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/suggestions?limit=1")).GetProperty("items")[0];
        var (table, column) = (first.GetProperty("columnTable").GetProperty("table").GetString(), first.GetProperty("column").GetProperty("name").GetString());
        using var accepted = await inventory.ChangeAsync(HttpMethod.Patch, store, $"columns?schema=public&table={table}&name={column}", new { });
        accepted.EnsureSuccessStatusCode();
        Assert.DoesNotContain(first.GetProperty("place").GetInt32(), await PlacesAsync(store, "limit=500"));
    }

    [Fact]
    public async Task A_search_goes_over_all_maps_and_finds_purposes_and_recipients()
    {
        var (first, second) = (await inventory.MappedAsync(ChinookScan.Build()), await inventory.MappedAsync(ChinookScan.Build()));
        var recipient = $"Courier {Guid.NewGuid():n}";
        foreach (var store in new[] { first, second })
        {
            using var changed = await inventory.ChangeAsync(HttpMethod.Patch, store, "tables?schema=public&name=invoice", new { recipients = new[] { recipient } });
            changed.EnsureSuccessStatusCode();
        }
        var hits = (await inventory.Steward.GetJsonAsync($"/v1/map-search?search={Uri.EscapeDataString(recipient.ToUpperInvariant())}")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(new[] { first, second }.Order(), hits.Select(h => h.GetProperty("dataStoreId").GetGuid()).Order());
        Assert.All(hits, h => Assert.Equal(("recipient", "invoice"), (h.GetProperty("what").GetString(), h.GetProperty("table").GetString())));

        var columns = (await inventory.Steward.GetJsonAsync("/v1/map-search?search=email&limit=3")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(3, columns.Count);
        Assert.All(columns, h => Assert.Equal("email", h.GetProperty("column").GetString()));
        using var tooShort = await inventory.Steward.GetAsync(new Uri("/v1/map-search?search=e", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, tooShort.StatusCode);
    }

    [Fact]
    public async Task A_drifted_store_is_listed_until_a_version_made_of_the_scan_is_confirmed()
    {
        var name = InventoryFixture.NewName();
        var store = await inventory.RegisterAsync(name);
        await inventory.ScanAsync(store, new Scan().Table("customer", "id", "id integer !", "email text ! @user.contact.email", "note text"));
        await ConfirmAsync(store);
        Assert.Equal(0, await DriftAsync(name));

        // Also what is gone is a change that somebody has to confirm.
        await inventory.ScanAsync(store, new Scan().Table("customer", "id", "id integer !", "email text ! @user.contact.email"));
        Assert.Equal(1, await DriftAsync(name));
        Assert.Equal("draft", (await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/summary")).GetProperty("state").GetString());
        await ConfirmAsync(store);
        Assert.Equal(0, await DriftAsync(name));
    }

    [Fact]
    public async Task Pages_of_drift_together_hold_each_change_once_in_the_order_of_the_tables()
    {
        var store = await inventory.MappedAsync(new Scan().Table("customer", "id", "id integer !", "email text ! @user.contact.email", "note text").Table("old", "id", "id integer !"));
        await ConfirmAsync(store);
        var rescan = new Scan().Table("customer", "id", ["id bigint !", "email text ! @user.contact.email", .. Enumerable.Range(0, 12).Select(i => $"added_{i} text")]);
        foreach (var i in Enumerable.Range(0, 8))
            rescan.Table($"table_{i}", "id", "id integer !");
        await inventory.ScanAsync(store, rescan);

        var whole = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/drift?limit=500");
        var expected = whole.GetProperty("items").EnumerateArray().Select(Change).ToList();
        // The changed key, a column gone and twelve new ones; a table gone and eight new ones.
        Assert.Equal((1 + 1 + 12 + 1 + 8, JsonValueKind.Null), (expected.Count, whole.GetProperty("next").ValueKind));
        Assert.Equal(expected.Select(c => c.Table).Order(StringComparer.Ordinal), expected.Select(c => c.Table));
        var paged = new List<(string Table, string? Subject, string Kind)>();
        for (string? after = null; ;)
        {
            var page = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/drift?limit=5{(after is null ? "" : $"&after={after}")}");
            Assert.Equal(expected.Count, page.GetProperty("total").GetInt32());
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 5);
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(Change));
            if ((after = page.GetProperty("next").GetString()) is null)
                break;
        }
        Assert.Equal(expected, paged);
        using var wrong = await inventory.Steward.GetAsync(new Uri($"/v1/data-stores/{store}/map/drift?after=%21", UriKind.Relative));
        await wrong.RefusedAsync(HttpStatusCode.BadRequest, "validation");

        // What was compared is not remembered for longer than it is true.
        await inventory.ScanAsync(store, rescan.Table("late", "id", "id integer !"));
        Assert.Equal(expected.Count + 1, (await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/drift?limit=1")).GetProperty("total").GetInt32());
        await ConfirmAsync(store);
        Assert.Equal(0, (await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/drift")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_graph_holds_tables_in_numbers_and_of_a_large_map_those_nearest_to_people()
    {
        var store = await inventory.MappedAsync(ChinookScan.Build());
        var whole = (await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map")).GetProperty("map");
        var all = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/graph?all=true");
        Assert.Equal(whole.GetProperty("tables").GetArrayLength(), all.GetProperty("total").GetInt32());
        Assert.Equal(Names(whole).Order(), Names(all).Order());
        Assert.Equal(whole.GetProperty("references").GetArrayLength(), all.GetProperty("references").GetArrayLength());
        var customer = all.GetProperty("tables").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "customer");
        var columns = whole.GetProperty("tables").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "customer").GetProperty("columns");
        Assert.Equal((JsonValueKind.Number, columns.GetArrayLength()), (customer.GetProperty("columns").ValueKind, customer.GetProperty("columns").GetInt32()));
        Assert.InRange(customer.GetProperty("personalColumns").GetInt32(), 1, columns.GetArrayLength() - 1);

        var personal = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/graph");
        Assert.InRange(personal.GetProperty("total").GetInt32(), 1, all.GetProperty("total").GetInt32() - 1);
        var near = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/graph?all=true&limit=3");
        Assert.Equal(all.GetProperty("total").GetInt32(), near.GetProperty("total").GetInt32());
        Assert.Equal(["customer", "employee", "invoice"], Names(near).Order());
        Assert.All(near.GetProperty("references").EnumerateArray(), r => Assert.Subset(Names(near).ToHashSet(), new HashSet<string> { End(r, "from"), End(r, "to") }));

        static string End(JsonElement reference, string end) => reference.GetProperty(end).GetProperty("table").GetString()!;
        static List<string> Names(JsonElement map) => [.. map.GetProperty("tables").EnumerateArray().Select(t => t.GetProperty("name").GetString()!)];
    }

    [Theory]
    [InlineData("100%")]
    [InlineData("a_b")]
    [InlineData("back\\slash")]
    public async Task Signs_of_patterns_are_letters_in_a_search_for_stores(string sign)
    {
        var name = $"{sign} {Guid.NewGuid():n}";
        await inventory.RegisterAsync(name);
        await inventory.RegisterAsync(name.Replace(sign, "other", StringComparison.Ordinal));
        var found = await inventory.Steward.GetJsonAsync($"/v1/data-stores?search={Uri.EscapeDataString(name)}");
        Assert.Equal(name, found.GetProperty("items").EnumerateArray().Single().GetProperty("name").GetString());
    }

    private static (string Table, string? Subject, string Kind) Change(JsonElement item) => (item.GetProperty("table").GetString()!, item.GetProperty("subject").GetString(), item.GetProperty("kind").GetString()!);

    private async Task ConfirmAsync(Guid store)
    {
        using var response = await inventory.ChangeAsync(HttpMethod.Post, store, "confirm", new { acceptSuggestions = true });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    /// <summary>As the list of drifted stores says; 0 when the store is not on it.</summary>
    private async Task<int> DriftAsync(string name)
    {
        var page = await inventory.Steward.GetJsonAsync($"/v1/data-stores?drifted=true&search={Uri.EscapeDataString(name)}");
        return page.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("drift").GetInt32()).SingleOrDefault();
    }

    private async Task<List<int>> PlacesAsync(Guid store, string query)
    {
        var places = new List<int>();
        for (string? after = null; ;)
        {
            var page = await inventory.Steward.GetJsonAsync($"/v1/data-stores/{store}/map/suggestions?{query}{(after is null ? "" : $"&after={after}")}");
            places.AddRange(page.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("place").GetInt32()));
            if (!page.TryGetProperty("next", out var next) || next.ValueKind == JsonValueKind.Null)
                return places;
            after = next.GetString();
        }
    }
}
