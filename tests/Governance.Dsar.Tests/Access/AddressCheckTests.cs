using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Requests;
using Governance.Dsar.Tests.Support;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Tests.Access;

[Collection(nameof(DsarCollection))]
public sealed class AddressCheckTests(DsarFixture service)
{
    private const string Checks = "/v1/public/address-checks";
    private readonly HttpClient person = service.Anonymous();

    [Fact]
    public async Task Who_hands_in_the_code_sees_the_requests_of_the_address_and_no_others()
    {
        var (email, other) = (Flow.NewEmail(), Flow.NewEmail());
        var flow = new Flow(service);
        var mine = (await flow.OpenAsync(RequestType.Erasure, email)).GetProperty("id").GetGuid();
        await flow.OpenAsync(RequestType.Access, other);
        var (check, secret) = await OpenAccessAsync(email.ToUpperInvariant());

        var item = Assert.Single((await ReadAsync(check, secret)).GetProperty("items").EnumerateArray());
        Assert.Equal((mine, "erasure", "verified"), (item.GetProperty("id").GetGuid(), item.GetProperty("type").GetString(), item.GetProperty("state").GetString()));
        var steps = item.GetProperty("deadline").EnumerateArray().ToList();
        Assert.Equal("receipt", steps[0].GetProperty("step").GetString());
        Assert.Equal(("period", 1, "months"), (steps[1].GetProperty("step").GetString(), steps[1].GetProperty("count").GetInt32(), steps[1].GetProperty("unit").GetString()));
        Assert.Equal(item.GetProperty("dueOn").GetString(), steps[^1].GetProperty("date").GetString());
        Assert.DoesNotContain(email, item.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sub_", item.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_to_which_nothing_belongs_gets_the_same_answers()
    {
        var email = Flow.NewEmail();
        var (check, secret) = await OpenAccessAsync(email);
        Assert.Empty((await ReadAsync(check, secret)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Wrong_codes_are_counted_until_the_right_one_is_refused_too()
    {
        var email = Flow.NewEmail();
        var check = await StartAsync(email);
        var code = await CodeAsync(email);
        for (var i = 0; i < 5; i++)
            await Flow.RefusedAsync(await ConfirmAsync(check, "AAAAAAAA"), 422, "code-wrong");
        await Flow.RefusedAsync(await ConfirmAsync(check, code), 422, "code-not-valid");
        Assert.Equal([4, 3, 2, 1, 0, 0], (await service.EventsAsync<AddressConfirmationRefused>(check)).Select(e => e.AttemptsLeft).OrderDescending());
    }

    [Fact]
    public async Task A_code_works_once_and_in_time()
    {
        var (early, late) = (Flow.NewEmail(), Flow.NewEmail());
        var (check, _) = await OpenAccessAsync(early);
        await Flow.RefusedAsync(await ConfirmAsync(check, await CodeAsync(early)), 422, "code-not-valid");
        var second = await StartAsync(late);
        var code = await CodeAsync(late);
        service.Clock.Advance(TimeSpan.FromMinutes(30));
        await Flow.RefusedAsync(await ConfirmAsync(second, code), 422, "code-not-valid");
    }

    [Fact]
    public async Task Access_ends_after_its_time_and_nothing_of_the_check_is_kept()
    {
        var (check, secret) = await OpenAccessAsync(Flow.NewEmail());
        service.Clock.Advance(TimeSpan.FromMinutes(30));
        await NoAccessAsync(check, secret);
        service.Clock.Advance(TimeSpan.FromMinutes(31));
        await Eventually.TrueAsync(() => service.InDatabaseAsync(async db => !await db.AddressChecks.AnyAsync(c => c.Id == check)), "the check is deleted");
    }

    [Fact]
    public async Task Access_can_be_ended_by_who_holds_the_secret()
    {
        var (check, secret) = await OpenAccessAsync(Flow.NewEmail());
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, $"{Checks}/{check}", "wrong")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, $"{Checks}/{check}", secret)).StatusCode);
        await NoAccessAsync(check, secret);
    }

    [Fact]
    public async Task A_wrong_secret_a_secret_before_the_code_and_a_check_that_is_not_there_look_the_same()
    {
        var (check, secret) = await OpenAccessAsync(Flow.NewEmail());
        await NoAccessAsync(check, secret + "x");
        await NoAccessAsync(await StartAsync(Flow.NewEmail()), secret);
        await NoAccessAsync(Guid.CreateVersion7(), secret);
        await Flow.RefusedAsync(await ConfirmAsync(Guid.CreateVersion7(), "AAAAAAAA"), 422, "code-wrong");
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync($"{Checks}/{check}/requests")).StatusCode);
    }

    [Fact]
    public async Task Nothing_of_the_address_or_code_is_stored_in_clear_and_the_mail_goes_when_it_is_sent()
    {
        var email = Flow.NewEmail();
        var check = await StartAsync(email);
        var code = await CodeAsync(email);
        foreach (var table in new[] { "outbox", "address_checks", "jobs" })
            Assert.Equal(0, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM {table} t WHERE t::text ILIKE '%{email}%' OR t::text LIKE '%{code}%' OR t::text LIKE '%{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(email))}%'"));
        await Eventually.TrueAsync(() => service.InDatabaseAsync(db => db.AddressChecks.AnyAsync(c => c.Id == check && c.Mail == null && c.WrappedKey == null)), "the mail is dropped");
    }

    [Fact]
    public async Task Too_many_codes_for_one_address_wait()
    {
        var email = Flow.NewEmail();
        for (var i = 0; i < 5; i++)
            await StartAsync(email);
        var refused = await person.PostAsJsonAsync(Checks, new { email });
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        await Flow.RefusedAsync(refused, 429, "rate-limited");
    }

    [Theory]
    [InlineData("""{"email":"not an address"}""", "email")]
    [InlineData("""{"email":"a@b.example\r\nBcc: c@d.example"}""", "email")]
    [InlineData("""{"email":"a@b.example","language":"tlh"}""", "language")]
    public async Task Bad_input_is_refused_with_the_fields_name(string json, string field)
    {
        var response = await person.PostAsync(Checks, new StringContent(json, System.Text.Encoding.UTF8, "application/json"));
        Assert.True((await Flow.ReadAsync(response, HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty(field, out _));
    }

    private async Task<Guid> StartAsync(string email) =>
        (await Flow.ReadAsync(await person.PostAsJsonAsync(Checks, new { email }), HttpStatusCode.Accepted)).GetProperty("id").GetGuid();

    private async Task<string> CodeAsync(string email)
    {
        var mails = await service.MailsAsync(email, 1);
        return mails.Select(DsarFixture.CodeIn).Single(c => c.Length > 0);
    }

    private Task<HttpResponseMessage> ConfirmAsync(Guid check, string code) => person.PostAsJsonAsync($"{Checks}/{check}/confirmation", new { code });

    private async Task<(Guid Check, string Secret)> OpenAccessAsync(string email)
    {
        var check = await StartAsync(email);
        var answer = await Flow.ReadAsync(await ConfirmAsync(check, await CodeAsync(email)), HttpStatusCode.OK);
        return (check, answer.GetProperty("accessSecret").GetString()!);
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string secret) =>
        person.SendAsync(new HttpRequestMessage(method, path) { Headers = { { GetRequestState.SecretHeader, secret } } });

    private async Task<JsonElement> ReadAsync(Guid check, string secret) => await Flow.ReadAsync(await SendAsync(HttpMethod.Get, $"{Checks}/{check}/requests", secret), HttpStatusCode.OK);

    private async Task NoAccessAsync(Guid check, string secret) => await Flow.RefusedAsync(await SendAsync(HttpMethod.Get, $"{Checks}/{check}/requests", secret), 404, "not-found");
}
