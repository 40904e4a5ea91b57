using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Governance.Consent.Tests.Preferences;

public sealed class PreferenceTests(PreferenceFixture fixture) : IClassFixture<PreferenceFixture>
{
    private static int people;

    private readonly string person = $"visitor{Interlocked.Increment(ref people)}@example.org";

    [Fact]
    public async Task Yes_and_no_take_one_call_each_and_are_in_effect_when_answered()
    {
        var (site, consent, interest, notice) = await fixture.SiteAsync();
        var token = await fixture.TokenAsync(site, person, "de-AT");
        var state = await fixture.CallAsync(HttpMethod.Get, site, token).JsonAsync(HttpStatusCode.OK);
        Assert.Equal([(consent, false), (interest, true)], state.GetProperty("purposes").EnumerateArray().Select(p => (p.GetProperty("code").GetString()!, p.GetProperty("allowed").GetBoolean())));
        Assert.Equal(("de", "Wir senden Neuigkeiten."), (state.GetProperty("language").GetString(), state.GetProperty("notice").GetProperty("text").GetString()));

        var yes = await fixture.CallAsync(HttpMethod.Put, site, token, consent, new { allowed = true, noticeVersion = 1, language = "de" }).JsonAsync(HttpStatusCode.OK);
        Assert.True(yes.GetProperty("allowed").GetBoolean());
        Assert.True(await fixture.AllowedAsync(person, consent));
        var no = await fixture.CallAsync(HttpMethod.Put, site, token, consent, new { allowed = false }).JsonAsync(HttpStatusCode.OK);
        Assert.False(no.GetProperty("allowed").GetBoolean());
        Assert.False(await fixture.AllowedAsync(person, consent));
        await fixture.CallAsync(HttpMethod.Put, site, token, interest, new { allowed = false }).JsonAsync(HttpStatusCode.OK);
        Assert.False(await fixture.AllowedAsync(person, interest));
        await fixture.CallAsync(HttpMethod.Put, site, token, interest, new { allowed = true, noticeVersion = 1, language = "de" }).JsonAsync(HttpStatusCode.OK);
        Assert.True(await fixture.AllowedAsync(person, interest));

        var given = (await fixture.HistoryAsync(person, consent))[0];
        Assert.Equal((notice, 1, "de"), (given.GetProperty("notice").GetProperty("code").GetString(), given.GetProperty("notice").GetProperty("version").GetInt32(), given.GetProperty("notice").GetProperty("language").GetString()));
        Assert.Equal(("preference-centre", site), (given.GetProperty("method").GetString(), given.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task The_person_gets_a_receipt_of_their_own_that_verifies()
    {
        var (site, consent, interest, _) = await fixture.SiteAsync();
        var token = await fixture.TokenAsync(site, person);
        await fixture.CallAsync(HttpMethod.Put, site, token, consent, new { allowed = true, noticeVersion = 1, language = "en" }).JsonAsync(HttpStatusCode.OK);

        var receipt = (await fixture.CallAsync(HttpMethod.Get, site, token, $"{consent}/receipt").JsonAsync(HttpStatusCode.OK)).GetProperty("receipt").GetString();

        var check = await fixture.Anonymous().PostAsJsonAsync("/v1/public/receipts/verification", new { receipt }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal((consent, "given"), (check.GetProperty("content").GetProperty("processing").GetProperty("purpose").GetProperty("code").GetString(), check.GetProperty("content").GetProperty("event").GetProperty("event_state").GetString()));
        await fixture.CallAsync(HttpMethod.Get, site, token, $"{interest}/receipt").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
        await fixture.CallAsync(HttpMethod.Get, site, await fixture.TokenAsync(site, "stranger@example.org"), $"{consent}/receipt").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
        await fixture.CallAsync(HttpMethod.Get, site, null, $"{consent}/receipt").IsProblemAsync(HttpStatusCode.Unauthorized, "token-invalid");
    }

    [Fact]
    public async Task Only_a_token_of_ours_for_this_site_and_not_expired_lets_through()
    {
        var (site, consent, _, _) = await fixture.SiteAsync();
        var (other, _, _, _) = await fixture.SiteAsync();
        var token = await fixture.TokenAsync(site, person);
        var parts = token.Split('.');
        var forged = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"Site":"{{site}}","Subject":"sub_x","Language":null,"MintedBy":"me","ExpiresAt":"2099-01-01T00:00:00Z"}""")).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        foreach (var bad in new[] { null, "", "x", "x.y", parts[0], $"{parts[0]}.", $"{forged}.{parts[1]}", $"{parts[0]}.{parts[1]}.", await fixture.TokenAsync(other, person), new string('a', 5_000) })
        {
            await fixture.CallAsync(HttpMethod.Get, site, bad).IsProblemAsync(HttpStatusCode.Unauthorized, "token-invalid");
            await fixture.CallAsync(HttpMethod.Put, site, bad, consent, new { allowed = false }).IsProblemAsync(HttpStatusCode.Unauthorized, "token-invalid");
        }
        Assert.Empty(await fixture.HistoryAsync(person, consent));

        fixture.Clock.Advance(TimeSpan.FromMinutes(11));
        await fixture.CallAsync(HttpMethod.Get, site, token).IsProblemAsync(HttpStatusCode.Unauthorized, "token-invalid");
    }

    [Theory]
    [InlineData("https://evil.example"), InlineData("null"), InlineData("https://shop.example.com.evil.example"), InlineData("http://shop.example.com"), InlineData("https://shop.example.com:8443"), InlineData("https://SHOP.example.com")]
    public async Task Other_origins_are_refused_before_anything_happens(string origin)
    {
        var (site, consent, _, _) = await fixture.SiteAsync();
        var token = await fixture.TokenAsync(site, person);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Options })
        {
            using var response = await fixture.CallAsync(method, site, token, method == HttpMethod.Get ? null : consent, method == HttpMethod.Put ? new { allowed = false } : null, origin);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }
        Assert.Empty(await fixture.HistoryAsync(person, consent));
    }

    [Fact]
    public async Task A_sites_own_origin_is_let_through_without_cookies()
    {
        var (site, consent, _, _) = await fixture.SiteAsync();
        using var preflight = await fixture.CallAsync(HttpMethod.Options, site, null, consent);
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal((PreferenceFixture.Origin, "GET, PUT", "authorization, content-type"), (Header(preflight, "Origin"), Header(preflight, "Methods"), Header(preflight, "Headers")));
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Credentials"));
        using var read = await fixture.CallAsync(HttpMethod.Get, site, await fixture.TokenAsync(site, person));
        Assert.Equal(PreferenceFixture.Origin, Header(read, "Origin"));
        Assert.Contains("Origin", read.Headers.Vary);

        static string Header(HttpResponseMessage response, string name) => string.Join(',', response.Headers.GetValues($"Access-Control-Allow-{name}"));
    }

    [Fact]
    public async Task A_yes_to_an_older_text_is_refused_and_a_no_never_is()
    {
        var (site, consent, _, notice) = await fixture.SiteAsync();
        await fixture.PublishAsync(notice, "material", consent);
        var token = await fixture.TokenAsync(site, person);
        await fixture.CallAsync(HttpMethod.Put, site, token, consent, new { allowed = true, noticeVersion = 1, language = "en" }).IsProblemAsync(HttpStatusCode.Conflict, "notice-changed");
        await fixture.CallAsync(HttpMethod.Put, site, token, consent, new { allowed = true }).IsProblemAsync(HttpStatusCode.Conflict, "notice-changed");
        Assert.Empty(await fixture.HistoryAsync(person, consent));
        await fixture.CallAsync(HttpMethod.Put, site, token, consent, new { allowed = false, noticeVersion = 1 }).JsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_browser_with_global_privacy_control_opts_out_by_opening_the_page()
    {
        var (site, sold, interest, _) = await fixture.SiteAsync(sale: true);
        var token = await fixture.TokenAsync(site, person);
        await fixture.CallAsync(HttpMethod.Put, site, token, sold, new { allowed = true, noticeVersion = 1, language = "en" }).JsonAsync(HttpStatusCode.OK);

        var state = await fixture.CallAsync(HttpMethod.Get, site, token, gpc: "1").JsonAsync(HttpStatusCode.OK);

        var first = state.GetProperty("purposes")[0];
        Assert.Equal((false, "global-privacy-control", false), (first.GetProperty("allowed").GetBoolean(), first.GetProperty("reason").GetString(), first.GetProperty("changeable").GetBoolean()));
        Assert.False(await fixture.AllowedAsync(person, sold));
        Assert.True(await fixture.AllowedAsync(person, interest));
        await fixture.CallAsync(HttpMethod.Put, site, token, sold, new { allowed = true, noticeVersion = 1, language = "en" }, gpc: "1").IsProblemAsync(HttpStatusCode.Conflict, "global-privacy-control");
    }

    [Fact]
    public async Task A_purpose_of_another_site_can_not_be_changed()
    {
        var (site, _, _, _) = await fixture.SiteAsync();
        var (_, elsewhere, _, _) = await fixture.SiteAsync();
        await fixture.CallAsync(HttpMethod.Put, site, await fixture.TokenAsync(site, person), elsewhere, new { allowed = false }).IsProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("http://shop.example.com"), InlineData("https://shop.example.com/"), InlineData("https://shop.example.com/path"), InlineData("*"), InlineData("https://*.example.com"), InlineData("shop.example.com")]
    [InlineData("null"), InlineData("HTTPS://shop.example.com"), InlineData("https://Shop.example.com"), InlineData("https://shop.example.com:443"), InlineData("https://user@shop.example.com"), InlineData("https://bücher.example"), InlineData("https://shop.example.com,https://other.example")]
    public async Task Something_else_than_an_origin_can_not_be_registered(string origin)
    {
        var purpose = await fixture.PurposeAsync();
        var notice = await fixture.NoticeAsync(purpose);
        await fixture.Dpo().PostAsJsonAsync("/v1/preference-sites", new { code = ConsentFixture.NewCode("site"), details = new { origins = new[] { origin }, purposes = new[] { purpose }, notice } }).NamesFieldsAsync("details.origins[0]");
    }

    [Fact]
    public async Task The_script_is_small_typed_and_needs_nothing_else()
    {
        using var response = await fixture.Anonymous().GetAsync("/preferences/governance-consent.js");
        var script = await response.Content.ReadAsByteArrayAsync();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            await gzip.WriteAsync(script);
        Assert.InRange(packed.Length, 1, 10_000);
        Assert.Equal("text/javascript", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", string.Join(',', response.Headers.GetValues("Access-Control-Allow-Origin")));
        var text = Encoding.UTF8.GetString(script);
        Assert.DoesNotContain("import ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
        Assert.DoesNotContain("eval", text, StringComparison.Ordinal);
        var types = await fixture.Anonymous().GetStringAsync("/preferences/governance-consent.d.ts");
        foreach (var export in new[] { "PreferenceClient", "mountPreferences" })
        {
            Assert.Contains(export, text, StringComparison.Ordinal);
            Assert.Contains(export, types, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_demo_page_is_there_in_demo_mode_only()
    {
        foreach (var page in new[] { "demo", "demo.js", "demo.css" })
        {
            using var response = await fixture.Anonymous().GetAsync($"/preferences/{page}");
            Assert.False(response.IsSuccessStatusCode);
        }
    }
}
