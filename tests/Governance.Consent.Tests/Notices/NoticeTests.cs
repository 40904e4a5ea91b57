using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;

namespace Governance.Consent.Tests.Notices;

public sealed class NoticeTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    [Fact]
    public async Task The_exact_text_of_every_version_stays_retrievable_with_its_hash()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        const string Second = "Second text\n\twith tabs, ÄÖÜ 🇪🇺 and <b>markup</b>";
        await service.Dpo().PostAsJsonAsync($"/v1/notices/{notice}/versions", Bodies.Version("minor", [purpose], text: Second)).JsonAsync(HttpStatusCode.Created);

        await AssertTextAsync(notice, 1, "We send you news. Ünïcode ✓\r\n");
        await AssertTextAsync(notice, 2, Second);
        var versions = await service.Dpo().GetAsync($"/v1/notices/{notice}/versions").JsonAsync(HttpStatusCode.OK);
        Assert.Equal([1, 2], versions.GetProperty("items").EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
        Assert.Equal(2, (await service.OutboxAsync()).Count(m => m.MessageType.EndsWith(".NoticePublished", StringComparison.Ordinal) && m.Body.Contains(notice, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_version_takes_effect_in_order_and_never_in_the_past()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        var url = $"/v1/notices/{notice}/versions";
        var now = service.Clock.GetUtcNow();
        await service.Dpo().PostAsJsonAsync(url, Bodies.Version("minor", [purpose], now.AddDays(-1))).NamesFieldsAsync("effectiveFrom");
        await service.Dpo().PostAsJsonAsync(url, Bodies.Version("minor", [purpose], now.AddDays(9))).JsonAsync(HttpStatusCode.Created);
        await service.Dpo().PostAsJsonAsync(url, Bodies.Version("minor", [purpose], now.AddDays(8))).NamesFieldsAsync("effectiveFrom");
    }

    [Fact]
    public async Task Two_versions_are_compared_language_by_language()
    {
        var (kept, dropped, added) = (await service.PurposeAsync(), await service.PurposeAsync(), await service.PurposeAsync());
        var notice = await service.NoticeAsync(kept, dropped);
        var url = $"/v1/notices/{notice}/versions";
        var third = new
        {
            change = "minor",
            purposes = new[] { kept, added },
            withdrawalMethod = "By letter.",
            texts = new[] { new { language = "en", text = "Other words" }, new { language = "fr", text = "Bonjour" } },
        };
        await service.Dpo().PostAsJsonAsync(url, Bodies.Version("material", [kept, dropped])).JsonAsync(HttpStatusCode.Created);
        await service.Dpo().PostAsJsonAsync(url, third).JsonAsync(HttpStatusCode.Created);

        var comparison = await service.Dpo().GetAsync($"/v1/notices/{notice}/comparison?from=1&to=3").JsonAsync(HttpStatusCode.OK);
        Assert.True(comparison.GetProperty("asksAgain").GetBoolean() && comparison.GetProperty("withdrawalMethodChanged").GetBoolean());
        Assert.Equal((added, dropped), (comparison.GetProperty("purposesAdded")[0].GetString(), comparison.GetProperty("purposesDropped")[0].GetString()));
        Assert.Equal(
            [("de", "dropped"), ("en", "changed"), ("fr", "added")],
            comparison.GetProperty("texts").EnumerateArray().Select(t => (t.GetProperty("language").GetString()!, t.GetProperty("difference").GetString()!)));
        var later = await service.Dpo().GetAsync($"/v1/notices/{notice}/comparison?from=2&to=3").JsonAsync(HttpStatusCode.OK);
        Assert.False(later.GetProperty("asksAgain").GetBoolean());
        var same = await service.Dpo().GetAsync($"/v1/notices/{notice}/comparison?from=2&to=2").JsonAsync(HttpStatusCode.OK);
        Assert.All(same.GetProperty("texts").EnumerateArray(), t => Assert.Equal("same", t.GetProperty("difference").GetString()));

        await service.Dpo().GetAsync($"/v1/notices/{notice}/comparison?from=3&to=1").NamesFieldsAsync("from");
        await service.Dpo().GetAsync($"/v1/notices/{notice}/comparison?from=1&to=4").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
        var newest = await service.Dpo().GetAsync($"{url}?newest=true&limit=2").JsonAsync(HttpStatusCode.OK);
        Assert.Equal([3, 2], newest.GetProperty("items").EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
        var rest = await service.Dpo().GetAsync($"{url}?newest=true&after={newest.GetProperty("next").GetString()}").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(1, Assert.Single(rest.GetProperty("items").EnumerateArray()).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_preview_says_what_publishing_would_do_and_stores_nothing()
    {
        var (kept, dropped) = (await service.PurposeAsync(), await service.PurposeAsync());
        var notice = await service.NoticeAsync(kept, dropped);
        var body = Bodies.Version("material", [kept], text: "Other words");
        var preview = await service.Dpo().PostAsJsonAsync($"/v1/notices/{notice}/preview", body).JsonAsync(HttpStatusCode.OK);
        Assert.Equal((2, true), (preview.GetProperty("version").GetInt32(), preview.GetProperty("asksAgain").GetBoolean()));
        Assert.Equal(dropped, Assert.Single(preview.GetProperty("purposesDropped").EnumerateArray()).GetString());
        Assert.Equal("en", Assert.Single(preview.GetProperty("languagesChanged").EnumerateArray()).GetString());
        await service.Dpo().PostAsJsonAsync($"/v1/notices/{notice}/preview", Bodies.Version("material", ["no-such"])).NamesFieldsAsync("purposes[0]");

        var current = await service.Dpo().GetAsync($"/v1/notices/{notice}/versions/current").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(1, current.GetProperty("version").GetInt32());
        var published = await service.Dpo().PostAsJsonAsync($"/v1/notices/{notice}/versions", body).JsonAsync(HttpStatusCode.Created);
        Assert.Equal(
            preview.GetProperty("texts").EnumerateArray().Select(t => t.GetProperty("contentHash").GetString()).Order(),
            published.GetProperty("texts").EnumerateArray().Select(t => t.GetProperty("contentHash").GetString()).Order());
        await service.Dpo().GetAsync($"/v1/notices/{notice}/versions/current?at=2020-01-01T00:00:00Z").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Bad_fields_are_named()
    {
        var purpose = await service.PurposeAsync();
        var code = ConsentFixture.NewCode("n");
        await service.Dpo().PostAsJsonAsync("/v1/notices", new { code, title = "Notice" }).JsonAsync(HttpStatusCode.Created);
        await service.Dpo().PostAsJsonAsync("/v1/notices", new { code, title = "Notice" }).IsProblemAsync(HttpStatusCode.Conflict, "notice-exists");
        await service.Dpo().PostAsJsonAsync("/v1/notices", new { code = "A", title = "" }).NamesFieldsAsync("code", "title");
        var url = $"/v1/notices/{code}/versions";
        await service.Dpo().PostAsJsonAsync(url, Bodies.Version("minor", [purpose])).NamesFieldsAsync("change");
        await service.Dpo().PostAsJsonAsync(url, Bodies.Version("material", [purpose, "no-such"])).NamesFieldsAsync("purposes[1]");
        await service.Dpo().PostAsJsonAsync(url, Bodies.Version("material", [])).NamesFieldsAsync("purposes");
        await service.Dpo().PostAsJsonAsync(url, Bodies.Version("material", [purpose], text: "")).NamesFieldsAsync("texts[0].text");
        await service.Dpo().PostAsJsonAsync(url, new { change = "material", purposes = new[] { purpose }, withdrawalMethod = "x", texts = new object?[] { null } }).NamesFieldsAsync("texts[0]");
        await service.Dpo().PostAsJsonAsync(url, new { change = "material", purposes = new[] { purpose }, withdrawalMethod = "x", texts = new[] { new { language = "english!", text = "t" } } }).NamesFieldsAsync("texts[0].language");
        await service.Dpo().PostAsJsonAsync("/v1/notices/none/versions", Bodies.Version("material", [purpose])).IsProblemAsync(HttpStatusCode.NotFound, "not-found");
        Assert.Equal(0L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM notice_versions WHERE notice_code = '{code}'"));
    }

    [Fact]
    public async Task Who_may_only_read_may_not_publish()
    {
        using var forbidden = await service.Client("x", Contracts.Permissions.ConsentRead).PostAsJsonAsync("/v1/notices/n/versions", Bodies.Version("material", ["p"]));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    private async Task AssertTextAsync(string notice, int version, string expected)
    {
        using var response = await service.Dpo().GetAsync($"/v1/notices/{notice}/versions/{version}/texts/en");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.UTF8.GetBytes(expected), bytes);
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"", response.Headers.ETag?.Tag);
        Assert.Equal("en", Assert.Single(response.Content.Headers.ContentLanguage));
    }
}
