using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Consent.Signals;
using Governance.Contracts;

namespace Governance.Consent.Tests.Signals;

public sealed class SignalTests(ConsentFixture fixture) : IClassFixture<ConsentFixture>
{
    [Theory]
    [InlineData(true, "1")]
    [InlineData(true, "0", "1")]
    [InlineData(true, "1", "1")]
    [InlineData(false)]
    [InlineData(false, "0")]
    [InlineData(false, "")]
    [InlineData(false, " 1")]
    [InlineData(false, "1 ")]
    [InlineData(false, "01")]
    [InlineData(false, "1, 0")]
    [InlineData(false, "true")]
    [InlineData(false, "１")]
    public void The_header_counts_only_where_it_is_exactly_1(bool expected, params string[] values) => Assert.Equal(expected, GlobalPrivacyControl.IsSet(values));

    [Fact]
    public async Task Global_privacy_control_opts_out_of_sale_and_sharing_only_once_and_grants_nothing()
    {
        var (sold, soldOnInterest, other) = (await PurposeAsync(sale: true), await PurposeAsync(sale: true, basis: "legitimateInterest"), await PurposeAsync());
        var notice = await fixture.NoticeAsync(sold, other);
        var person = $"{Guid.NewGuid():n}@example.org";
        await fixture.Team().PostAsJsonAsync("/v1/records", Bodies.Record(person, sold, "give", notice)).JsonAsync(HttpStatusCode.Created);
        await fixture.Team().PostAsJsonAsync("/v1/records", Bodies.Record(person, other, "give", notice)).JsonAsync(HttpStatusCode.Created);
        Assert.True(await AllowedAsync(person, sold));
        Assert.True(await AllowedAsync(person, soldOnInterest));

        var without = await ReceiveAsync(new { subject = Bodies.Subject(person), source = "shop-web", secGpc = new[] { "0" } });
        Assert.Empty(without.GetProperty("optedOut").EnumerateArray());
        var answer = await ReceiveAsync(new { subject = Bodies.Subject(person), source = "shop-web", secGpc = new[] { "1" } });

        var optedOut = answer.GetProperty("optedOut").EnumerateArray().Select(c => c.GetString()).ToList();
        Assert.Contains(sold, optedOut);
        Assert.Contains(soldOnInterest, optedOut);
        Assert.DoesNotContain(other, optedOut);
        Assert.False(await AllowedAsync(person, sold));
        Assert.False(await AllowedAsync(person, soldOnInterest));
        Assert.True(await AllowedAsync(person, other));

        // The browser sends it with every request: nothing more is recorded.
        var again = await ReceiveAsync(new { subject = Bodies.Subject(person), source = "shop-web", secGpc = new[] { "1" } });
        Assert.Empty(again.GetProperty("optedOut").EnumerateArray());
        Assert.Empty(again.GetProperty("signals").EnumerateArray());
        Assert.Contains((await fixture.OutboxAsync()), m => m.MessageType.EndsWith("ObjectionRaised", StringComparison.Ordinal) && m.Body.Contains(soldOnInterest, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Strings_are_stored_as_they_came_with_what_they_say_and_never_grant_anything()
    {
        var sold = await PurposeAsync(sale: true);
        var person = $"{Guid.NewGuid():n}@example.org";
        const string Gpp = "DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN";

        await ReceiveAsync(new { subject = Bodies.Subject(person), source = "shop-web", tcf = TcStringTests.SpecDisclosed, gpp = Gpp });

        var stored = (await fixture.Team().PostAsJsonAsync("/v1/signals/history", new { subject = Bodies.Subject(person) }).JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToList();
        // Both came in at the same time: which of them is listed first is open.
        stored = [.. stored.OrderByDescending(s => s.GetProperty("kind").GetString(), StringComparer.Ordinal)];
        Assert.Equal([("tcf", TcStringTests.SpecDisclosed), ("gpp", Gpp)], stored.Select(s => (s.GetProperty("kind").GetString(), s.GetProperty("raw").GetString())));
        Assert.Equal(27, stored[0].GetProperty("decoded").GetProperty("cmpId").GetInt32());
        Assert.Equal(6, stored[1].GetProperty("decoded").GetProperty("sections")[1].GetProperty("id").GetInt32());
        Assert.False(await AllowedAsync(person, sold));
        Assert.DoesNotContain(await fixture.OutboxAsync(), m => m.Body.Contains(TcStringTests.SpecDisclosed, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_valid_is_refused_and_not_stored()
    {
        var person = $"{Guid.NewGuid():n}@example.org";
        await fixture.Team().PostAsJsonAsync("/v1/signals", new { subject = Bodies.Subject(person), source = "shop-web", tcf = TcStringTests.SpecPublisher }).NamesFieldsAsync("tcf");
        await fixture.Team().PostAsJsonAsync("/v1/signals", new { subject = Bodies.Subject(person), source = "shop-web", gpp = "DBABMA~x!" }).NamesFieldsAsync("gpp");
        await fixture.Team().PostAsJsonAsync("/v1/signals", new { subject = Bodies.Subject(person), source = "shop-web" }).NamesFieldsAsync("signals");
        var stored = await fixture.Team().PostAsJsonAsync("/v1/signals/history", new { subject = Bodies.Subject(person) }).JsonAsync(HttpStatusCode.OK);
        Assert.Empty(stored.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_string_is_decoded_on_request_without_being_stored()
    {
        var answer = await fixture.Team().PostAsJsonAsync("/v1/signals/decoding", new { tcf = TcStringTests.SpecPublisher }).JsonAsync(HttpStatusCode.OK);
        Assert.False(answer.GetProperty("valid").GetBoolean());
        Assert.Equal("disclosed-vendors-missing", answer.GetProperty("problems")[0].GetString());
        Assert.Equal("KM", answer.GetProperty("tcf").GetProperty("publisherCountry").GetString());
        var malformed = await fixture.Team().PostAsJsonAsync("/v1/signals/decoding", new { gpp = "~~" }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("empty", malformed.GetProperty("fault").GetString());
    }

    [Fact]
    public async Task Consent_mode_grants_only_what_every_mapped_purpose_allows()
    {
        var (ads, moreAds, statistics) = (await PurposeAsync(mode: ["adStorage", "adUserData"]), await PurposeAsync(mode: ["adUserData"]), await PurposeAsync(mode: ["analyticsStorage"]));
        var notice = await fixture.NoticeAsync(ads, moreAds, statistics);
        var person = $"{Guid.NewGuid():n}@example.org";
        await fixture.Team().PostAsJsonAsync("/v1/records", Bodies.Record(person, ads, "give", notice)).JsonAsync(HttpStatusCode.Created);

        var first = await ModeAsync(person);
        Assert.Equal(["ad_personalization", "ad_storage", "ad_user_data", "analytics_storage", "functionality_storage", "personalization_storage", "security_storage"], first.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal("denied", first.GetProperty("ad_user_data").GetString());
        Assert.Equal("denied", first.GetProperty("functionality_storage").GetString());
        Assert.Equal("granted", first.GetProperty("ad_storage").GetString());

        await fixture.Team().PostAsJsonAsync("/v1/records", Bodies.Record(person, moreAds, "give", notice)).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("granted", (await ModeAsync(person)).GetProperty("ad_user_data").GetString());
        await fixture.Team().PostAsJsonAsync("/v1/records", Bodies.Record(person, ads, "withdraw")).JsonAsync(HttpStatusCode.Created);
        var last = await ModeAsync(person);
        Assert.Equal(("denied", "denied"), (last.GetProperty("ad_storage").GetString(), last.GetProperty("ad_user_data").GetString()));
    }

    [Fact]
    public async Task The_well_known_file_says_that_the_signal_is_honoured()
    {
        using var response = await fixture.Anonymous().GetAsync("/.well-known/gpc.json");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var document = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(document.GetProperty("gpc").GetBoolean());
        Assert.True(DateOnly.TryParse(document.GetProperty("lastUpdate").GetString(), out _));
    }

    [Fact]
    public async Task Signals_ask_for_their_permission()
    {
        using var refused = await fixture.Client("x", Permissions.ConsentRead).PostAsJsonAsync("/v1/signals", new { subject = Bodies.Subject("x@example.org"), source = "web", secGpc = new[] { "1" } });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private Task<JsonElement> ReceiveAsync(object body) => fixture.Team().PostAsJsonAsync("/v1/signals", body).JsonAsync(HttpStatusCode.OK);

    private Task<JsonElement> ModeAsync(string person) => fixture.Team().PostAsJsonAsync("/v1/consent-mode", new { subject = Bodies.Subject(person) }).JsonAsync(HttpStatusCode.OK);

    private async Task<bool> AllowedAsync(string person, string purpose) =>
        (await fixture.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide(person, purpose)).JsonAsync(HttpStatusCode.OK)).GetProperty("allowed").GetBoolean();

    /// <summary>Consent Mode looks at every purpose, so purposes of other tests must not be mapped to the same signals.</summary>
    private async Task<string> PurposeAsync(bool sale = false, string basis = "consent", string[]? mode = null)
    {
        var code = ConsentFixture.NewCode("signal");
        await fixture.Dpo().PostAsJsonAsync("/v1/purposes", new
        {
            code,
            legalBasis = basis,
            details = new { name = "Ads", description = "Shows ads.", dataCategories = new[] { "contact" }, recipients = Array.Empty<string>(), retentionDays = 30, saleOrSharing = sale, consentMode = mode ?? [] },
        }).JsonAsync(HttpStatusCode.Created);
        return code;
    }
}
