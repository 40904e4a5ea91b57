using System.Net;
using System.Text.Json;
using Governance.Consent.Tests.Webhooks;

namespace Governance.Consent.Tests.Overview;

public sealed class RecipientHealthTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task Each_system_shows_what_it_took_what_waits_what_was_set_aside_and_how_long_it_took()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = m => m.Version == 3 ? 500 : 200;
        var purpose = await fixture.PurposeAsync();
        var notice = await fixture.NoticeAsync(purpose);
        var (told, _) = await fixture.RegisterAsync(receiver.Url, null, purpose);
        var (listens, _) = await fixture.RegisterAsync(null, "listener", purpose);
        await fixture.RecordAsync("ada@example.org", purpose, "give", notice);
        await fixture.RecordAsync("ada@example.org", purpose, "withdraw");
        await fixture.RecordAsync("ada@example.org", purpose, "refuse", notice);
        await fixture.DeliveredAsync(told, 2);
        await fixture.DeliveredAsync(told, 1, "dead");
        await fixture.DeliveredAsync(listens, 3, "pending");

        var first = await HealthAsync(told);
        Assert.Equal((2, 0, 1, 1), (first.GetProperty("delivered").GetInt32(), first.GetProperty("pending").GetInt32(), first.GetProperty("deadLettered").GetInt32(), first.GetProperty("withdrawals").GetInt32()));
        Assert.InRange(first.GetProperty("p50Ms").GetDouble(), 0.001, 600_000);
        Assert.Equal(first.GetProperty("p50Ms").GetDouble(), first.GetProperty("p99Ms").GetDouble());
        Assert.True(first.GetProperty("webhook").GetBoolean() && first.GetProperty("enabled").GetBoolean());

        var second = await HealthAsync(listens);
        Assert.Equal((0, 3, 0), (second.GetProperty("delivered").GetInt32(), second.GetProperty("pending").GetInt32(), second.GetProperty("deadLettered").GetInt32()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("p99Ms").ValueKind);
        Assert.NotEqual(JsonValueKind.Null, second.GetProperty("oldestPendingSince").ValueKind);
        Assert.False(second.GetProperty("webhook").GetBoolean());

        var later = Uri.EscapeDataString(fixture.Clock.GetUtcNow().AddMinutes(1).ToString("O"));
        var nothing = await HealthAsync(told, $"&since={later}");
        Assert.Equal((0, 1, 0), (nothing.GetProperty("delivered").GetInt32(), nothing.GetProperty("deadLettered").GetInt32(), nothing.GetProperty("withdrawals").GetInt32()));
    }

    [Fact]
    public async Task The_list_is_paged_and_only_for_those_who_may_see_recipients()
    {
        var (one, _) = await fixture.RegisterAsync(null, "listener");
        var (two, _) = await fixture.RegisterAsync(null, "listener");
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await fixture.Admin().GetAsync($"/v1/recipient-health?limit=1&after={after}").JsonAsync(HttpStatusCode.OK);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("recipient").GetString()!));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Contains(one, seen);
        Assert.Contains(two, seen);
        Assert.Equal(seen.Distinct(), seen);
        using var forbidden = await fixture.Team().GetAsync("/v1/recipient-health");
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    private async Task<JsonElement> HealthAsync(string code, string query = "") =>
        (await fixture.Admin().GetAsync($"/v1/recipient-health?limit=500{query}").JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Single(i => i.GetProperty("recipient").GetString() == code);
}
