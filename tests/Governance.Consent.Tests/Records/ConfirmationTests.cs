using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Governance.Consent.Tests.Records;

public sealed class ConfirmationTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    private readonly string _person = $"{Guid.NewGuid():n}@example.org";

    [Fact]
    public async Task A_pending_consent_counts_only_once_it_is_confirmed_and_the_token_works_once()
    {
        var (purpose, notice) = await PreparedAsync(doubleOptIn: true);
        await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record(_person, purpose, "give", notice)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "confirmation-required");
        var (token, pending) = await AskAsync(purpose, notice);
        await AssertDecisionAsync(purpose, false, "pending");

        var given = await AnswerAsync(token, "confirm").JsonAsync(HttpStatusCode.Created);
        Assert.Equal(("give", pending), (given.GetProperty("action").GetString(), given.GetProperty("relatesTo").GetString()));
        await AssertDecisionAsync(purpose, true, "given");
        await AnswerAsync(token, "refuse").IsProblemAsync(HttpStatusCode.Conflict, "token-used");
        await AnswerAsync("no-such-token", "confirm").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Concurrent_answers_with_one_token_count_once()
    {
        var (purpose, notice) = await PreparedAsync(doubleOptIn: true);
        var (token, _) = await AskAsync(purpose, notice);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var response = await AnswerAsync(token, i % 2 == 0 ? "confirm" : "refuse");
            return response.StatusCode;
        }));
        Assert.Single(statuses, HttpStatusCode.Created);
        Assert.Equal(7, statuses.Count(s => s == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_repeated_request_has_the_same_answer_records_once_and_keeps_no_token()
    {
        var (purpose, notice) = await PreparedAsync(doubleOptIn: true);
        var body = new { subject = Bodies.Subject(_person), purpose, kind = "doubleOptIn", method = "web-form", source = "shop", notice = new { code = notice, version = 1, language = "en" } };
        var key = Guid.NewGuid().ToString();
        var answers = new List<string>();
        var locations = new List<Uri?>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await service.Team().PostWithKeyAsync("/v1/confirmations", key, body);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            locations.Add(response.Headers.Location);
            answers.Add(await response.Content.ReadAsStringAsync());
        }
        Assert.Single(answers.Distinct());
        Assert.NotNull(Assert.Single(locations.Distinct()));
        var token = JsonDocument.Parse(answers[0]).RootElement.GetProperty("token").GetString()!;
        Assert.Equal(43, token.Length);
        Assert.Equal(1L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM consent_records WHERE purpose_code = '{purpose}'"));
        Assert.Equal(0L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM idempotency_keys t WHERE t::text LIKE '%{token}%'"));
        await service.Team().PostWithKeyAsync("/v1/confirmations", key, new { body.subject, body.purpose, kind = "guardian", body.method, body.source, body.notice }).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        await AnswerAsync(token, "confirm").JsonAsync(HttpStatusCode.Created);
        await AssertDecisionAsync(purpose, true, "given");
        var (another, _) = await AskAsync(purpose, notice);
        Assert.NotEqual(token, another);
    }

    [Fact]
    public async Task The_token_is_stored_nowhere()
    {
        var (purpose, notice) = await PreparedAsync(doubleOptIn: true);
        var (token, _) = await AskAsync(purpose, notice);
        foreach (var table in new[] { "confirmations", "consent_records", "outbox", "idempotency_keys" })
            Assert.Equal(0L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM {table} t WHERE t::text LIKE '%{token}%'"));
    }

    [Fact]
    public async Task A_token_that_has_expired_or_whose_person_said_otherwise_confirms_nothing()
    {
        var (purpose, notice) = await PreparedAsync(doubleOptIn: true);
        var (late, _) = await AskAsync(purpose, notice);
        service.Clock.Advance(TimeSpan.FromDays(2));
        await AnswerAsync(late, "confirm").IsProblemAsync(HttpStatusCode.Gone, "token-expired");

        var (token, _) = await AskAsync(purpose, notice);
        await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record(_person, purpose, "withdraw")).JsonAsync(HttpStatusCode.Created);
        await AnswerAsync(token, "confirm").IsProblemAsync(HttpStatusCode.Conflict, "no-longer-pending");
        await AssertDecisionAsync(purpose, false, "withdrawn");

        var (outdated, _) = await AskAsync(purpose, notice);
        await service.PublishAsync(notice, "material", purpose);
        await AnswerAsync(outdated, "confirm").IsProblemAsync(HttpStatusCode.UnprocessableEntity, "notice-version-outdated");
        await AssertDecisionAsync(purpose, false, "pending");
    }

    [Theory]
    [InlineData("confirm", true, "given")]
    [InlineData("refuse", false, "refused")]
    public async Task A_guardian_authorises_or_refuses(string answer, bool allowed, string state)
    {
        var (purpose, notice) = await PreparedAsync(childrenRule: "ageOfConsent");
        await service.Team().PostAsJsonAsync("/v1/confirmations", Ask(purpose, notice, "doubleOptIn", 12)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "guardian-required");
        await service.Team().PostAsJsonAsync("/v1/confirmations", Ask(purpose, notice, "guardian", null)).NamesFieldsAsync("age");
        var (token, _) = await AskAsync(purpose, notice, "guardian", 12);
        await AssertDecisionAsync(purpose, false, "pending");
        var answered = await AnswerAsync(token, answer).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("guardian", answered.GetProperty("givenBy").GetString());
        await AssertDecisionAsync(purpose, allowed, state);
    }

    [Fact]
    public async Task A_stranger_who_asks_again_ends_nothing()
    {
        var (purpose, notice) = await PreparedAsync(doubleOptIn: true);
        await AnswerAsync((await AskAsync(purpose, notice)).Token, "confirm").JsonAsync(HttpStatusCode.Created);
        await AskAsync(purpose, notice);
        await AssertDecisionAsync(purpose, true, "given");
    }

    private async Task<(string Purpose, string Notice)> PreparedAsync(bool doubleOptIn = false, string childrenRule = "none")
    {
        var purpose = await service.PurposeAsync(childrenRule: childrenRule, doubleOptIn: doubleOptIn);
        return (purpose, await service.NoticeAsync(purpose));
    }

    private object Ask(string purpose, string notice, string kind, int? years) => new
    {
        subject = Bodies.Subject(_person),
        purpose,
        kind,
        method = "web-form",
        source = "shop",
        notice = new { code = notice, version = 1, language = "en" },
        age = years is null ? null : new { country = "DE", years },
    };

    private async Task<(string Token, string Pending)> AskAsync(string purpose, string notice, string kind = "doubleOptIn", int? years = null)
    {
        var asked = await service.Team().PostAsJsonAsync("/v1/confirmations", Ask(purpose, notice, kind, years)).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("pend", asked.GetProperty("record").GetProperty("action").GetString());
        return (asked.GetProperty("token").GetString()!, asked.GetProperty("record").GetProperty("id").GetString()!);
    }

    private Task<HttpResponseMessage> AnswerAsync(string token, string answer) =>
        service.Team().PostAsJsonAsync("/v1/confirmations/answers", new { token, answer, method = "mail-link", source = "shop" });

    private async Task<JsonElement> AssertDecisionAsync(string purpose, bool allowed, string state)
    {
        var decision = await service.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide(_person, purpose)).JsonAsync(HttpStatusCode.OK);
        Assert.Equal((allowed, state), (decision.GetProperty("allowed").GetBoolean(), decision.GetProperty("state").GetString()));
        return decision;
    }
}
