using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Governance.Consent.Tests.Records;

public sealed class RecordTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    private readonly string _person = $"{Guid.NewGuid():n}@example.org";

    [Fact]
    public async Task Giving_keeps_all_it_takes_to_demonstrate_it()
    {
        var purpose = await service.PurposeAsync(validityDays: 180);
        var notice = await service.NoticeAsync(purpose);
        var text = await service.Dpo().GetAsync($"/v1/notices/{notice}/versions/1").JsonAsync(HttpStatusCode.OK);

        var given = await PostAsync(purpose, "give", notice).JsonAsync(HttpStatusCode.Created);

        var read = await service.Team().GetAsync($"/v1/records/{given.GetProperty("id").GetString()}").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(given.ToString(), read.ToString());
        Assert.StartsWith("sub_", read.GetProperty("subject").GetString(), StringComparison.Ordinal);
        Assert.Equal("give", read.GetProperty("action").GetString());
        Assert.Equal((1, 1), (read.GetProperty("version").GetInt32(), read.GetProperty("purposeVersion").GetInt32()));
        Assert.Equal(180, (read.GetProperty("expiresAt").GetDateTimeOffset() - read.GetProperty("recordedAt").GetDateTimeOffset()).TotalDays);
        Assert.Equal(("web-form", "shop-checkout", "subject"), (Text(read, "method"), Text(read, "source"), Text(read, "givenBy")));
        var shown = read.GetProperty("notice");
        var hash = text.GetProperty("texts").EnumerateArray().Single(t => Text(t, "language") == "en").GetProperty("contentHash").GetString();
        Assert.Equal((notice, 1, "en", hash), (Text(shown, "code"), shown.GetProperty("version").GetInt32(), Text(shown, "language"), Text(shown, "contentHash")));
        Assert.Equal("Link in every message, or your account page.", Text(shown, "withdrawalMethod"));
    }

    [Theory]
    [InlineData("give", "ConsentGiven", "consent")]
    [InlineData("refuse", "ConsentRefused", "consent")]
    [InlineData("withdraw", "ConsentWithdrawn", "consent")]
    [InlineData("object", "ObjectionRaised", "legitimateInterest")]
    [InlineData("liftObjection", "ObjectionLifted", "legitimateInterest")]
    public async Task Each_record_puts_one_event_into_the_outbox_without_the_identifier(string action, string message, string basis)
    {
        var purpose = await service.PurposeAsync(basis);
        var notice = action is "give" or "refuse" ? await service.NoticeAsync(purpose) : null;
        var record = await PostAsync(purpose, action, notice).JsonAsync(HttpStatusCode.Created);

        var sent = Assert.Single(await service.OutboxAsync(), m => m.Body.Contains(Text(record, "id")!, StringComparison.Ordinal));
        Assert.Equal($"Governance.Contracts.Consent.V1.{message}", sent.MessageType);
        var header = JsonDocument.Parse(sent.Body).RootElement.GetProperty("header");
        Assert.Equal((Text(record, "subject"), purpose), (Text(header, "subjectPseudonym"), Text(header, "purpose")));
        Assert.Equal(("consent-record", Text(record, "id"), "shop"), (Text(header, "objectType"), Text(header, "objectId"), header.GetProperty("actor").GetProperty("id").GetString()));
        Assert.DoesNotContain(_person, sent.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_identifier_is_stored_nowhere()
    {
        var purpose = await service.PurposeAsync();
        await PostAsync(purpose, "withdraw").JsonAsync(HttpStatusCode.Created);
        foreach (var table in new[] { "consent_records", "outbox", "idempotency_keys" })
            Assert.Equal(0L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM {table} t WHERE t::text ILIKE '%{_person}%'"));
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_records_once()
    {
        var purpose = await service.PurposeAsync();
        var body = Bodies.Record(_person, purpose, "withdraw");
        var key = Guid.NewGuid().ToString();
        var first = await service.Team().PostWithKeyAsync("/v1/records", key, body).JsonAsync(HttpStatusCode.Created);
        var second = await service.Team().PostWithKeyAsync("/v1/records", key, body).JsonAsync(HttpStatusCode.Created);
        Assert.Equal(Text(first, "id"), Text(second, "id"));
        Assert.Equal(1L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM consent_records WHERE purpose_code = '{purpose}'"));
    }

    [Theory]
    [InlineData("UPDATE consent_records SET action = 'Give'")]
    [InlineData("DELETE FROM consent_records")]
    [InlineData("TRUNCATE consent_records")]
    [InlineData("UPDATE notice_texts SET text = ''")]
    [InlineData("DELETE FROM notice_versions")]
    [InlineData("UPDATE purpose_versions SET name = ''")]
    public async Task What_proves_a_consent_can_not_be_changed_in_the_database(string sql)
    {
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => service.Database.ExecuteAsync(sql));
        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("consent", "object", "purpose-rests-on-consent")]
    [InlineData("contract", "object", "no-right-to-object")]
    [InlineData("contract", "withdraw", "purpose-not-consent-based")]
    public async Task An_action_that_the_legal_basis_does_not_know_is_refused(string basis, string action, string code)
    {
        var purpose = await service.PurposeAsync(basis);
        await PostAsync(purpose, action).IsProblemAsync(HttpStatusCode.UnprocessableEntity, code);
        Assert.DoesNotContain(await service.OutboxAsync(), m => m.MessageType.Contains("Objection", StringComparison.Ordinal) && m.Body.Contains(purpose, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Consent_to_an_outdated_notice_is_refused_while_a_refusal_is_taken()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        await service.PublishAsync(notice, "material", purpose);
        await PostAsync(purpose, "give", notice, 1).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "notice-version-outdated");
        await PostAsync(purpose, "refuse", notice, 1).JsonAsync(HttpStatusCode.Created);
        await PostAsync(purpose, "give", notice, 2).JsonAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Consent_to_what_was_not_shown_is_refused()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        var other = await service.NoticeAsync(await service.PurposeAsync());
        await PostAsync(purpose, "give", other).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "notice-does-not-cover-purpose");
        await PostAsync(purpose, "give", "no-such-notice").NamesFieldsAsync("notice.code");
        await PostAsync(purpose, "give", notice, 9).NamesFieldsAsync("notice.version");
        await PostAsync(new { subject = Bodies.Subject(_person), purpose, action = "give", method = "web-form", source = "shop", notice = new { code = notice, version = 1, language = "fr" } })
            .NamesFieldsAsync("notice.language");
        await PostAsync(new { subject = Bodies.Subject(_person), purpose, action = "give", method = "web-form", source = "shop", notice = new { code = notice, version = 1, language = "en", contentHash = new string('0', 64) } })
            .NamesFieldsAsync("notice.contentHash");
    }

    [Theory]
    [InlineData("DE", 15, "subject", HttpStatusCode.UnprocessableEntity)]
    [InlineData("DE", 16, "subject", HttpStatusCode.Created)]
    [InlineData("DE", 15, "guardian", HttpStatusCode.Created)]
    [InlineData("DK", 13, "subject", HttpStatusCode.Created)]
    [InlineData("IN", 17, "subject", HttpStatusCode.UnprocessableEntity)]
    public async Task Below_the_age_of_consent_a_guardian_authorises(string country, int years, string givenBy, HttpStatusCode expected)
    {
        var purpose = await service.PurposeAsync(childrenRule: "ageOfConsent");
        var notice = new { code = await service.NoticeAsync(purpose), version = 1, language = "en" };
        var body = new { subject = Bodies.Subject(_person), purpose, action = "give", method = "web-form", source = "shop", notice, givenBy, age = new { country, years } };
        await PostAsync(body).JsonAsync(expected);
        await PostAsync(new { body.subject, purpose, body.action, body.method, body.source, notice }).NamesFieldsAsync("age");
        await PostAsync(purpose, "withdraw").JsonAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Bad_fields_are_named_and_change_nothing()
    {
        var purpose = await service.PurposeAsync();
        await PostAsync("Not a code", "withdraw").NamesFieldsAsync("purpose");
        await PostAsync("unknown-purpose", "withdraw").NamesFieldsAsync("purpose");
        await PostAsync(purpose, "give").NamesFieldsAsync("notice");
        await PostAsync(purpose, "withdraw", "some-notice").NamesFieldsAsync("notice");
        await PostAsync(purpose, "renewish").NamesFieldsAsync("action");
        await PostAsync(new { subject = new { identifierKind = "phone", identifier = "abc" }, purpose, action = "withdraw", method = "web-form", source = "shop" })
            .NamesFieldsAsync("subject.identifier");
        await PostAsync(new { subject = new { identifierKind = "E Mail", identifier = "" }, purpose, action = "withdraw", method = "Web Form", source = "'; DROP TABLE consent_records; --" })
            .NamesFieldsAsync("subject.identifierKind", "subject.identifier", "method", "source");
        Assert.Equal(0L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM consent_records WHERE purpose_code = '{purpose}'"));
    }

    [Fact]
    public async Task Who_may_only_decide_may_not_record()
    {
        var body = Bodies.Record(_person, await service.PurposeAsync(), "withdraw");
        using var forbidden = await service.Client("x", Contracts.Permissions.ConsentDecide, Contracts.Permissions.ConsentRead).PostAsJsonAsync("/v1/records", body);
        using var anonymous = await service.Anonymous().PostAsJsonAsync("/v1/records", body);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (forbidden.StatusCode, anonymous.StatusCode));
    }

    private Task<HttpResponseMessage> PostAsync(string purpose, string action, string? notice = null, int version = 1) =>
        PostAsync(Bodies.Record(_person, purpose, action, notice, version));

    private Task<HttpResponseMessage> PostAsync(object body) => service.Team().PostAsJsonAsync("/v1/records", body);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
