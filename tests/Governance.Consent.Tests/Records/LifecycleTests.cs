using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts;

namespace Governance.Consent.Tests.Records;

public sealed class LifecycleTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    private readonly string _person = $"{Guid.NewGuid():n}@example.org";

    [Fact]
    public async Task Asking_and_putting_off_are_no_consent_and_end_none()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        await RecordAsync(purpose, "request");
        await AssertStateAsync(purpose, false, "requested", "consent-requested");
        await RecordAsync(purpose, "defer");
        await AssertStateAsync(purpose, false, "deferred", "consent-deferred");
        await RecordAsync(purpose, "give", notice);
        await RecordAsync(purpose, "request");
        await RecordAsync(purpose, "defer");
        await AssertStateAsync(purpose, true, "given", "consent-valid");
    }

    [Fact]
    public async Task Only_what_stands_can_be_renewed()
    {
        var purpose = await service.PurposeAsync(validityDays: 10);
        var notice = await service.NoticeAsync(purpose);
        await PostAsync(purpose, "renew", notice).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "nothing-to-renew");
        await RecordAsync(purpose, "give", notice);
        service.Clock.Advance(TimeSpan.FromDays(9));
        var renewed = await RecordAsync(purpose, "renew", notice);
        service.Clock.Advance(TimeSpan.FromDays(2));
        var decision = await AssertStateAsync(purpose, true, "renewed", "consent-valid");
        Assert.Equal(renewed.GetProperty("id").GetString(), decision.GetProperty("recordId").GetString());
        service.Clock.Advance(TimeSpan.FromDays(8));
        await PostAsync(purpose, "renew", notice).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "nothing-to-renew");
    }

    [Theory]
    [InlineData("invalidate", "invalidated", "ConsentInvalidated")]
    [InlineData("revoke", "revoked", "ConsentRevoked")]
    [InlineData("withdraw", "withdrawn", "ConsentWithdrawn")]
    public async Task A_consent_can_be_ended_by_who_may_and_only_while_it_stands(string kind, string state, string message)
    {
        var purpose = await service.PurposeAsync();
        var given = await RecordAsync(purpose, "give", await service.NoticeAsync(purpose));
        var body = new { subject = Bodies.Subject(_person), purpose, kind, reason = "notice-was-misleading" };
        using (var forbidden = await service.Team().PostAsJsonAsync("/v1/records/endings", body))
            Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        var governor = service.Client("dpo-1", Permissions.ConsentGovern);
        var ended = await governor.PostAsJsonAsync("/v1/records/endings", body).JsonAsync(HttpStatusCode.Created);
        Assert.Equal((given.GetProperty("id").GetString(), "notice-was-misleading"), (ended.GetProperty("relatesTo").GetString(), ended.GetProperty("reason").GetString()));
        await AssertStateAsync(purpose, false, state, $"consent-{state}");
        Assert.Single(await service.OutboxAsync(), m => m.MessageType.EndsWith(message, StringComparison.Ordinal) && m.Body.Contains(ended.GetProperty("id").GetString()!, StringComparison.Ordinal));
        await governor.PostAsJsonAsync("/v1/records/endings", body).IsProblemAsync(HttpStatusCode.Conflict, "no-consent-in-force");
        await governor.PostAsJsonAsync("/v1/records/endings", new { body.subject, purpose, kind, reason = "Free text!" }).NamesFieldsAsync("reason");
    }

    [Fact]
    public async Task Expiry_is_recorded_even_where_something_was_asked_after_the_consent()
    {
        var purpose = await service.PurposeAsync(validityDays: 1);
        var given = await RecordAsync(purpose, "give", await service.NoticeAsync(purpose));
        await RecordAsync(purpose, "request");
        service.Clock.Advance(TimeSpan.FromDays(2));
        await service.ExpireAsync();
        await service.ExpireAsync();
        Assert.Single(await service.OutboxAsync(), m => m.MessageType.EndsWith(".ConsentExpired", StringComparison.Ordinal) && m.Body.Contains(given.GetProperty("id").GetString()!, StringComparison.Ordinal));
    }

    private Task<HttpResponseMessage> PostAsync(string purpose, string action, string? notice = null) =>
        service.Team().PostAsJsonAsync("/v1/records", Bodies.Record(_person, purpose, action, notice));

    private Task<JsonElement> RecordAsync(string purpose, string action, string? notice = null) => PostAsync(purpose, action, notice).JsonAsync(HttpStatusCode.Created);

    private async Task<JsonElement> AssertStateAsync(string purpose, bool allowed, string state, string reason)
    {
        var decision = await service.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide(_person, purpose)).JsonAsync(HttpStatusCode.OK);
        Assert.Equal((allowed, state, reason), (decision.GetProperty("allowed").GetBoolean(), decision.GetProperty("state").GetString(), decision.GetProperty("reason").GetString()));
        return decision;
    }
}
