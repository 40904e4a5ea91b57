using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Requests;
using Governance.Dsar.Tests.Support;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Tests.Requests;

[Collection(nameof(DsarCollection))]
public sealed class PublicRequestTests(DsarFixture service)
{
    private readonly HttpClient person = service.Anonymous();

    [Fact]
    public async Task A_person_files_a_request_and_confirms_it_with_the_code_from_the_mail()
    {
        var email = Flow.NewEmail();
        var (id, secret) = await FileAsync(email);
        var code = DsarFixture.CodeIn((await service.MailsAsync(email, 1))[0]);

        Assert.Equal("verificationPending", (await StateAsync(id, secret)).GetProperty("state").GetString());
        var verified = await VerifyAsync(id, code[..4] + " " + code[4..].ToLowerInvariant());
        Assert.Equal("verified", (await Flow.ReadAsync(verified, HttpStatusCode.OK)).GetProperty("state").GetString());

        Assert.Equal("email-code", (await service.EventsAsync<SubjectVerified>(id)).Single().Method);
        var received = (await service.EventsAsync<SubjectRequestReceived>(id)).Single();
        Assert.Equal(("gdpr", "public", ActorType.DataSubject), (received.Regime, received.Channel, received.Header.Actor.Type));
        Assert.StartsWith("sub_", received.Header.SubjectPseudonym, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_address_or_code_is_stored_in_clear_or_published()
    {
        var email = Flow.NewEmail();
        await FileAsync(email);
        var code = DsarFixture.CodeIn((await service.MailsAsync(email, 1))[0]);
        foreach (var table in new[] { "outbox", "subject_requests", "request_identifiers", "verification_codes", "outgoing_mail", "jobs" })
        {
            var found = await service.Database.ScalarAsync<long>($"SELECT count(*) FROM {table} t WHERE t::text ILIKE '%{email}%' OR t::text LIKE '%{code}%' OR t::text LIKE '%{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(email))}%'");
            Assert.Equal(0, found);
        }
    }

    [Fact]
    public async Task A_sent_mail_is_not_kept()
    {
        var email = Flow.NewEmail();
        var (id, _) = await FileAsync(email);
        await service.MailsAsync(email, 1);
        await Eventually.TrueAsync(() => service.InDatabaseAsync(db => db.Mails.AnyAsync(m => m.RequestId == id && m.SentAt != null && m.Ciphertext == null)), "the mail marked as sent");
    }

    [Fact]
    public async Task A_wrong_code_is_refused_and_counted_until_a_new_one_is_needed()
    {
        var email = Flow.NewEmail();
        var (id, _) = await FileAsync(email);
        var code = DsarFixture.CodeIn((await service.MailsAsync(email, 1))[0]);
        for (var i = 0; i < 5; i++)
            await Flow.RefusedAsync(await VerifyAsync(id, "AAAAAAAA"), 422, "code-wrong");
        await Flow.RefusedAsync(await VerifyAsync(id, code), 422, "code-not-valid");
        Assert.Equal([4, 3, 2, 1, 0, 0], (await service.EventsAsync<VerificationAttemptRefused>(id)).Select(e => e.AttemptsLeft).OrderDescending());

        Assert.Equal(HttpStatusCode.Accepted, (await person.PostAsync($"/v1/public/requests/{id}/verification/resend", null)).StatusCode);
        var second = (await service.MailsAsync(email, 2)).Select(DsarFixture.CodeIn).Single(c => c != code);
        await Flow.RefusedAsync(await VerifyAsync(id, code), 422, "code-wrong");
        await Flow.ReadAsync(await VerifyAsync(id, second), HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_expired_code_is_refused()
    {
        var email = Flow.NewEmail();
        var (id, _) = await FileAsync(email);
        var code = DsarFixture.CodeIn((await service.MailsAsync(email, 1))[0]);
        service.Clock.Advance(TimeSpan.FromMinutes(30));
        await Flow.RefusedAsync(await VerifyAsync(id, code), 422, "code-not-valid");
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var email = Flow.NewEmail();
        var (id, _) = await FileAsync(email);
        var code = DsarFixture.CodeIn((await service.MailsAsync(email, 1))[0]);
        await Flow.ReadAsync(await VerifyAsync(id, code), HttpStatusCode.OK);
        await Flow.RefusedAsync(await VerifyAsync(id, code), 422, "code-wrong");
    }

    [Fact]
    public async Task Codes_are_not_sent_without_end()
    {
        var email = Flow.NewEmail();
        var (id, _) = await FileAsync(email);
        for (var i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.Accepted, (await person.PostAsync($"/v1/public/requests/{id}/verification/resend", null)).StatusCode);
        await Flow.RefusedAsync(await person.PostAsync($"/v1/public/requests/{id}/verification/resend", null), 429, "too-many-codes");
    }

    [Fact]
    public async Task A_request_that_is_not_there_looks_like_a_wrong_code_and_a_wrong_secret()
    {
        await Flow.RefusedAsync(await VerifyAsync(Guid.CreateVersion7(), "AAAAAAAA"), 422, "code-wrong");
        Assert.Equal(HttpStatusCode.Accepted, (await person.PostAsync($"/v1/public/requests/{Guid.CreateVersion7()}/verification/resend", null)).StatusCode);
        var (id, _) = await FileAsync(Flow.NewEmail());
        using var message = new HttpRequestMessage(HttpMethod.Get, $"/v1/public/requests/{id}") { Headers = { { GetRequestState.SecretHeader, "wrong" } } };
        await Flow.RefusedAsync(await person.SendAsync(message), 404, "not-found");
    }

    [Fact]
    public async Task A_second_open_request_is_linked_to_the_first()
    {
        var email = Flow.NewEmail();
        var (first, _) = await FileAsync(email);
        var (second, _) = await FileAsync(email.ToUpperInvariant());
        Assert.Equal(first, (await service.EventsAsync<SubjectRequestLinkedAsDuplicate>(second)).Single().OriginalRequestId);
    }

    [Fact]
    public async Task Too_many_requests_for_one_address_wait()
    {
        var email = Flow.NewEmail();
        for (var i = 0; i < 5; i++)
            await FileAsync(email);
        var refused = await PostAsync(new { type = "access", identifiers = new[] { new { kind = "email", value = email } } });
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        await Flow.RefusedAsync(refused, 429, "rate-limited");
    }

    [Theory]
    [InlineData("""{"type":"access","identifiers":[]}""", "identifiers")]
    [InlineData("""{"type":"access","identifiers":[{"kind":"email","value":"not an address"}]}""", "identifiers[0].value")]
    [InlineData("""{"type":"access","identifiers":[{"kind":"email","value":"a@b.example\r\nBcc: c@d.example"}]}""", "identifiers[0].value")]
    [InlineData("""{"type":"access","identifiers":[{"kind":"customer-number","value":"7"}]}""", "identifiers")]
    [InlineData("""{"type":"access","identifiers":[{"kind":"email","value":"a@b.example"},{"kind":"phone","value":"1"}]}""", "identifiers")]
    [InlineData("""{"type":"access","identifiers":[{"kind":"email","value":"a@b.example"}],"regime":"nowhere"}""", "regime")]
    [InlineData("""{"type":"rectification","identifiers":[{"kind":"email","value":"a@b.example"}],"regime":"iowa"}""", "type")]
    [InlineData("""{"type":"everything","identifiers":[{"kind":"email","value":"a@b.example"}]}""", "type")]
    public async Task Bad_input_is_refused_with_the_fields_name(string json, string field)
    {
        var before = await CountAsync();
        var response = await person.PostAsync("/v1/public/requests", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));
        var problem = await Flow.ReadAsync(response, HttpStatusCode.BadRequest);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
        Assert.Equal(before, await CountAsync());
    }

    private Task<int> CountAsync() => service.InDatabaseAsync(db => db.Requests.CountAsync());

    private async Task<(Guid Id, string Secret)> FileAsync(string email)
    {
        var response = await Flow.ReadAsync(await PostAsync(new { type = "access", identifiers = new[] { new { kind = "email", value = email } } }), HttpStatusCode.Accepted);
        Assert.Equal(["id", "accessSecret"], response.EnumerateObject().Select(p => p.Name));
        return (response.GetProperty("id").GetGuid(), response.GetProperty("accessSecret").GetString()!);
    }

    private Task<HttpResponseMessage> PostAsync(object body) => person.PostAsJsonAsync("/v1/public/requests", body);

    private Task<HttpResponseMessage> VerifyAsync(Guid id, string code) => person.PostAsJsonAsync($"/v1/public/requests/{id}/verification", new { code });

    private async Task<JsonElement> StateAsync(Guid id, string secret)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"/v1/public/requests/{id}") { Headers = { { GetRequestState.SecretHeader, secret } } };
        return await Flow.ReadAsync(await person.SendAsync(message), HttpStatusCode.OK);
    }
}
