using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Governance.Consent.Tests.Decisions;

public sealed class DecideTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    private readonly string _person = $"{Guid.NewGuid():n}@example.org";

    [Fact]
    public async Task A_decision_follows_what_was_recorded_and_past_decisions_stand()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        await AssertDecisionAsync(purpose, false, "unknown", "no-consent-recorded");

        var given = await RecordAsync(purpose, "give", notice);
        var allowed = await AssertDecisionAsync(purpose, true, "given", "consent-valid");
        Assert.Equal(("consent", given.GetProperty("id").GetString(), notice, 1), (allowed.GetProperty("basis").GetString(), allowed.GetProperty("recordId").GetString(), allowed.GetProperty("notice").GetString(), allowed.GetProperty("noticeVersion").GetInt32()));
        await RecordAsync(purpose, "give", notice);
        await AssertDecisionAsync(purpose, true, "renewed", "consent-valid");

        var withdrawn = await RecordAsync(purpose, "withdraw");
        await AssertDecisionAsync(purpose, false, "withdrawn", "consent-withdrawn");
        var given0 = given.GetProperty("recordedAt").GetDateTimeOffset();
        var withdrawn0 = withdrawn.GetProperty("recordedAt").GetDateTimeOffset();
        await AssertDecisionAsync(purpose, false, "unknown", "no-consent-recorded", given0.AddMicroseconds(-1));
        await AssertDecisionAsync(purpose, true, "given", "consent-valid", given0);
        await AssertDecisionAsync(purpose, false, "withdrawn", "consent-withdrawn", withdrawn0);
    }

    [Fact]
    public async Task The_same_person_written_otherwise_is_the_same_person()
    {
        var purpose = await service.PurposeAsync();
        await RecordAsync(purpose, "give", await service.NoticeAsync(purpose));
        var decision = await service.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide($"  {_person.ToUpperInvariant()} ", purpose)).JsonAsync(HttpStatusCode.OK);
        Assert.True(decision.GetProperty("allowed").GetBoolean());
    }

    [Fact]
    public async Task Another_person_and_another_purpose_are_not_covered()
    {
        var (purpose, other) = (await service.PurposeAsync(), await service.PurposeAsync());
        await RecordAsync(purpose, "give", await service.NoticeAsync(purpose, other));
        await AssertDecisionAsync(other, false, "unknown", "no-consent-recorded");
        var stranger = await service.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide("someone@example.org", purpose)).JsonAsync(HttpStatusCode.OK);
        Assert.False(stranger.GetProperty("allowed").GetBoolean());
    }

    [Fact]
    public async Task A_material_change_asks_again_and_a_minor_one_does_not()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        await RecordAsync(purpose, "give", notice);
        await service.PublishAsync(notice, "minor", purpose);
        await AssertDecisionAsync(purpose, true, "given", "consent-valid");
        await service.PublishAsync(notice, "material", purpose);
        await AssertDecisionAsync(purpose, false, "requested", "notice-changed-materially");
    }

    [Fact]
    public async Task A_purpose_on_another_basis_is_allowed_until_objected_to()
    {
        var contract = await AssertDecisionAsync(await service.PurposeAsync("contract"), true, null, "other-legal-basis");
        Assert.Equal("contract", contract.GetProperty("basis").GetString());
        var interest = await service.PurposeAsync("legitimateInterest");
        await AssertDecisionAsync(interest, true, null, "other-legal-basis");
        await RecordAsync(interest, "object");
        await AssertDecisionAsync(interest, false, null, "subject-objected");
        await RecordAsync(interest, "liftObjection");
        await AssertDecisionAsync(interest, true, null, "other-legal-basis");
    }

    [Fact]
    public async Task An_expired_consent_denies_and_its_expiry_is_recorded_once()
    {
        var purpose = await service.PurposeAsync(validityDays: 1);
        var given = await RecordAsync(purpose, "give", await service.NoticeAsync(purpose));
        service.Clock.Advance(TimeSpan.FromDays(1));
        var unrecorded = await AssertDecisionAsync(purpose, false, "expired", "consent-expired");

        await service.ExpireAsync();
        await service.ExpireAsync();

        var events = (await service.OutboxAsync()).Where(m => m.MessageType.EndsWith(".ConsentExpired", StringComparison.Ordinal) && m.Body.Contains(given.GetProperty("id").GetString()!, StringComparison.Ordinal));
        Assert.Single(events);
        var recorded = await AssertDecisionAsync(purpose, false, "expired", "consent-expired");
        Assert.Equal(unrecorded.GetProperty("recordId").GetString(), recorded.GetProperty("recordId").GetString());
    }

    [Fact]
    public async Task An_unknown_purpose_denies() => await AssertDecisionAsync("no-such-purpose", false, "unknown", "purpose-unknown");

    [Fact]
    public async Task The_future_and_bad_fields_are_refused_by_name()
    {
        var purpose = await service.PurposeAsync("contract");
        await service.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide(_person, purpose, service.Clock.GetUtcNow().AddMinutes(1))).NamesFieldsAsync("at");
        await service.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide("", "No Code")).NamesFieldsAsync("subject.identifier", "purpose");
        await service.Team().PostAsJsonAsync("/v1/decisions", new { purpose }).NamesFieldsAsync("subject");
    }

    [Theory]
    [InlineData("2026-03-29T02:30:00"), InlineData("2026-03-29"), InlineData("2026-03-29T02:30:00.5"), InlineData("2016-12-31T23:59:60Z"), InlineData("2026-02-29T00:00:00Z"), InlineData("2026-03-29T02:30:00+15:00"), InlineData("0001-01-01T00:00:00+01:00"), InlineData("29.03.2026"), InlineData("")]
    public async Task A_time_that_could_mean_several_moments_or_none_is_refused(string at) =>
        await service.Team().PostAsJsonAsync("/v1/decisions", new { subject = Bodies.Subject(_person), purpose = "p", at }).NamesFieldsAsync("at");

    [Fact]
    public async Task One_moment_has_one_answer_however_it_is_written()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        var given = (await RecordAsync(purpose, "give", notice)).GetProperty("recordedAt").GetDateTimeOffset();
        // From the day after to the day before: offsets as far as there are, and the two hours that one clock shows twice.
        foreach (var offset in new[] { 14, 5.75, 2, 1, 0, -3.5, -12 })
        {
            await AssertDecisionAsync(purpose, true, "given", "consent-valid", given.ToOffset(TimeSpan.FromHours(offset)));
            await AssertDecisionAsync(purpose, false, "unknown", "no-consent-recorded", given.AddTicks(-10).ToOffset(TimeSpan.FromHours(offset)));
        }
    }

    [Fact]
    public async Task Who_may_only_record_may_not_decide()
    {
        using var forbidden = await service.Client("x", Contracts.Permissions.ConsentWrite).PostAsJsonAsync("/v1/decisions", Bodies.Decide(_person, "p"));
        using var anonymous = await service.Anonymous().PostAsJsonAsync("/v1/decisions", Bodies.Decide(_person, "p"));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (forbidden.StatusCode, anonymous.StatusCode));
    }

    private Task<JsonElement> RecordAsync(string purpose, string action, string? notice = null) =>
        service.Team().PostAsJsonAsync("/v1/records", Bodies.Record(_person, purpose, action, notice)).JsonAsync(HttpStatusCode.Created);

    private async Task<JsonElement> AssertDecisionAsync(string purpose, bool allowed, string? state, string reason, DateTimeOffset? at = null)
    {
        var decision = await service.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide(_person, purpose, at)).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(
            (allowed, state, reason, allowed),
            (decision.GetProperty("allowed").GetBoolean(), decision.GetProperty("state").GetString(), decision.GetProperty("reason").GetString(), decision.GetProperty("basis").ValueKind != JsonValueKind.Null));
        return decision;
    }
}
