using System.Text;
using Governance.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Governance.Consent.Tests.Client;

public sealed class ConsentClientTests(ConsentFixture fixture) : IClassFixture<ConsentFixture>
{
    private static readonly Subject Ada = Subject.Email("ada@example.org");

    private const string Yes = """{"allowed":true,"basis":"consent","purpose":"newsletter","reason":"consent-valid","decidedFor":"2026-01-01T00:00:00Z"}""";

    [Fact]
    public async Task The_real_service_is_asked_and_told()
    {
        using var client = Client(fixture.BaseAddress, fixture.Issuer.Url);
        var purpose = await fixture.PurposeAsync();
        var notice = await fixture.NoticeAsync(purpose);
        var person = Subject.Email($"{Guid.NewGuid():n}@example.org");

        var unknown = await client.DecideAsync(person, purpose);
        Assert.Equal((false, true, "no-consent-recorded"), (unknown.Allowed, unknown.Answered, unknown.Reason));
        var given = await client.GiveAsync(person, purpose, new(notice, 1, "en"), "web-form", "shop");
        Assert.Equal((purpose, 1), (given.Purpose, given.Version));
        var allowed = await client.DecideAsync(person, purpose);
        Assert.Equal((true, "consent", given.Id, notice), (allowed.Allowed, allowed.Basis, allowed.RecordId!.Value, allowed.Notice));
        await client.WithdrawAsync(person, purpose, "mail-link", "footer");
        Assert.False((await client.DecideAsync(person, purpose)).Allowed);
        Assert.True((await client.DecideAsync(person, purpose, given.RecordedAt)).Allowed);
        var refused = await Assert.ThrowsAsync<GovernanceException>(() => client.ObjectAsync(person, purpose, "web-form", "shop"));
        Assert.Equal(("purpose-rests-on-consent", 422), (refused.Code, refused.Status));
    }

    [Fact]
    public async Task The_real_service_is_asked_for_many_in_one_call()
    {
        using var client = Client(fixture.BaseAddress, fixture.Issuer.Url);
        var (first, second, relied) = (await fixture.PurposeAsync(), await fixture.PurposeAsync(), await fixture.PurposeAsync("legitimateInterest"));
        var notice = await fixture.NoticeAsync(first, second);
        Subject[] people = [.. Enumerable.Range(0, 3).Select(_ => Subject.Email($"{Guid.NewGuid():n}@example.org"))];
        await client.GiveAsync(people[0], first, new(notice, 1, "en"), "web-form", "shop");
        var given = await client.GiveAsync(people[1], second, new(notice, 1, "de"), "web-form", "shop");
        await client.ObjectAsync(people[1], relied, "web-form", "shop");

        var decisions = await client.DecideManyAsync(people, [first, second, relied, "no-such-purpose"]);

        Assert.Equal(["yes no yes no", "no yes no no", "no no yes no"], decisions.Select(row => string.Join(' ', row.Select(d => d.Allowed ? "yes" : "no"))));
        Assert.All(decisions.SelectMany(row => row), d => Assert.True(d.Answered));
        Assert.Equal((given.Id, notice, "consent"), (decisions[1][1].RecordId!.Value, decisions[1][1].Notice, decisions[1][1].Basis));
        Assert.Equal(["subject-objected", "purpose-unknown"], decisions[1].Skip(2).Select(d => d.Reason));
        var before = await client.DecideManyAsync(people, [first, second], given.RecordedAt.AddTicks(-10));
        Assert.Equal(["yes no", "no no", "no no"], before.Select(row => string.Join(' ', row.Select(d => d.Allowed ? "yes" : "no"))));
        // More than the service takes at once is refused as a whole, and what is refused is denied.
        var tooMany = await client.DecideManyAsync(people, [.. Enumerable.Range(0, 400).Select(i => $"purpose-{i}")]);
        Assert.All(tooMany.SelectMany(row => row), d => Assert.Equal((false, "client:refused"), (d.Allowed, d.Reason)));
    }

    [Fact]
    public void The_five_lines_of_the_read_me_compile()
    {
        // FiveLines.cs is compiled with these tests; what the read-me shows is what stands there.
        var folder = Path.GetDirectoryName(Location())!;
        var shown = File.ReadAllText(Path.Combine(folder, "../../../clients/dotnet/Governance.Client/README.md")).Split("```csharp\n")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var compiled = File.ReadAllLines(Path.Combine(folder, "FiveLines.cs")).Select(l => l.Trim()).ToList();
        Assert.Equal("using Governance.Client;", shown[0]);
        var at = compiled.IndexOf(shown[1]);
        Assert.Equal(shown[1..], compiled.Skip(at).Take(shown.Length - 1));

        static string Location([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
    }

    [Theory]
    [InlineData(200, """{"allowed":true,"basis":"consent","purpose":"newsletter","reason":"consent-valid","decidedFor":"2026-01-01T00:00:00Z"}""", "", true)]
    [InlineData(200, """{"allowed":false,"basis":null,"purpose":"newsletter","reason":"consent-withdrawn","decidedFor":"2026-01-01T00:00:00Z"}""", "", false)]
    [InlineData(200, """{"allowed":true,"basis":"consent","purpose":"profiling","reason":"consent-valid","decidedFor":"2026-01-01T00:00:00Z"}""", "client:malformed", false)]
    [InlineData(200, """{"allowed":true,"purpose":"newsletter","reason":"consent-valid","decidedFor":"2026-01-01T00:00:00Z"}""", "client:malformed", false)]
    [InlineData(200, """{"allowed":false,"allowed":true,"basis":"consent","purpose":"newsletter","reason":"x","decidedFor":"2026-01-01T00:00:00Z"}""", "client:malformed", false)]
    [InlineData(200, """{"allowed":"true","basis":"consent","purpose":"newsletter","reason":"x","decidedFor":"2026-01-01T00:00:00Z"}""", "client:malformed", false)]
    [InlineData(200, """{"Allowed":true,"basis":"consent","purpose":"newsletter","reason":"x","decidedFor":"2026-01-01T00:00:00Z"}""", "client:malformed", false)]
    [InlineData(200, """{"allowed":true}""", "client:malformed", false)]
    [InlineData(200, "true", "client:malformed", false)]
    [InlineData(200, "null", "client:malformed", false)]
    [InlineData(200, "", "client:malformed", false)]
    [InlineData(200, "<html>allowed</html>", "client:malformed", false)]
    [InlineData(500, """{"allowed":true,"basis":"consent","purpose":"newsletter","reason":"x","decidedFor":"2026-01-01T00:00:00Z"}""", "client:refused", false)]
    [InlineData(503, """{"allowed":true,"basis":"consent","purpose":"newsletter","reason":"x","decidedFor":"2026-01-01T00:00:00Z"}""", "client:refused", false)]
    [InlineData(503, "", "client:refused", false)]
    [InlineData(404, "", "client:refused", false)]
    [InlineData(302, "", "client:refused", false)]
    [InlineData(401, "", "client:refused", false)]
    [InlineData(429, "", "client:refused", false)]
    [InlineData(204, "", "client:refused", false)]
    public async Task Only_a_sound_yes_to_what_was_asked_is_a_yes(int status, string body, string reason, bool allowed)
    {
        await using var server = await Misbehaving.StartAsync(http => Answer(http, status, body));
        using var client = Client(server.Address, server.Address.AbsoluteUri);
        var decision = await client.DecideAsync(Ada, "newsletter");
        Assert.Equal(allowed, decision.Allowed);
        Assert.Equal("newsletter", decision.Purpose);
        Assert.Equal(reason.Length == 0, decision.Answered);
        if (reason.Length > 0)
            Assert.Equal(reason, decision.Reason);
    }

    [Theory]
    [InlineData("text/html", 0, "client:malformed")]
    [InlineData("text/plain", 0, "client:malformed")]
    [InlineData("application/problem+json", 0, "client:malformed")]
    [InlineData(null, 0, "client:malformed")]
    [InlineData("application/json; charset=utf-8", 0, "consent-valid")]
    [InlineData("application/json", 5, "client:unreachable")]
    public async Task A_yes_in_a_page_or_cut_off_is_none(string? type, int missing, string reason)
    {
        await using var server = await Misbehaving.StartAsync(async http =>
        {
            http.Response.ContentType = type;
            http.Response.ContentLength = Yes.Length + missing;
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Yes));
            await http.Response.Body.FlushAsync();
            if (missing > 0)
                http.Abort();
        });
        using var client = Client(server.Address, server.Address.AbsoluteUri);
        var decision = await client.DecideAsync(Ada, "newsletter");
        Assert.Equal((reason, reason == "consent-valid"), (decision.Reason, decision.Allowed));
    }

    [Fact]
    public async Task A_sign_in_page_in_place_of_the_identity_provider_denies()
    {
        await using var server = await Misbehaving.StartAsync(http => Answer(http, 200, Yes));
        await using var page = await Misbehaving.StartAsync(http => Answer(http, 200, "<html>Sign in</html>"));
        using var client = Client(server.Address, $"{page.Address}v1/sign-in");
        Assert.Equal("client:malformed", (await client.DecideAsync(Ada, "newsletter")).Reason);
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(90_000_000)]
    public void A_decision_must_have_a_time_in_which_to_be_made(int milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Client(new("https://consent.example.com"), "https://identity.example.com", TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public async Task An_answer_for_another_time_than_asked_is_none()
    {
        await using var server = await Misbehaving.StartAsync(http => Answer(http, 200, """{"allowed":true,"basis":"consent","purpose":"newsletter","reason":"consent-valid","decidedFor":"2026-01-01T00:00:00Z"}"""));
        using var client = Client(server.Address, server.Address.AbsoluteUri);
        Assert.False((await client.DecideAsync(Ada, "newsletter", new DateTimeOffset(2025, 3, 3, 0, 0, 0, TimeSpan.Zero))).Allowed);
    }

    [Fact]
    public async Task A_slow_broken_or_missing_service_denies()
    {
        var stop = new TaskCompletionSource();
        await using var slow = await Misbehaving.StartAsync(_ => stop.Task);
        using var patient = Client(slow.Address, slow.Address.AbsoluteUri, TimeSpan.FromMilliseconds(300));
        Assert.Equal("client:timeout", (await patient.DecideAsync(Ada, "newsletter")).Reason);
        stop.SetResult();

        // The first half of a yes, and then nothing more.
        var rest = new TaskCompletionSource();
        await using var halting = await Misbehaving.StartAsync(async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync("""{"allowed":true,"basis":"consent","purpose":"newsletter","reason":"x","""u8.ToArray());
            await http.Response.Body.FlushAsync();
            await rest.Task;
        });
        using var waiting = Client(halting.Address, halting.Address.AbsoluteUri, TimeSpan.FromMilliseconds(300));
        Assert.Equal("client:timeout", (await waiting.DecideAsync(Ada, "newsletter")).Reason);
        rest.SetResult();

        await using var broken = await Misbehaving.StartAsync(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        using var cut = Client(broken.Address, broken.Address.AbsoluteUri);
        Assert.Equal("client:unreachable", (await cut.DecideAsync(Ada, "newsletter")).Reason);

        using var nobody = Client(new Uri("http://127.0.0.1:1"), "http://127.0.0.1:1");
        var missing = await nobody.DecideAsync(Ada, "newsletter");
        Assert.Equal((false, false), (missing.Allowed, missing.Answered));
    }

    [Fact]
    public async Task Cancelling_is_the_callers_own_business()
    {
        using var client = Client(fixture.BaseAddress, fixture.Issuer.Url);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.DecideAsync(Ada, "newsletter", cancellationToken: new CancellationToken(true)));
    }

    [Theory]
    [InlineData(0, "newsletter", 1, true)]
    [InlineData(1, "newsletter", 1, false)]
    [InlineData(0, "profiling", 1, false)]
    [InlineData(0, "newsletter", 2, false)]
    public async Task A_batch_that_does_not_fit_the_question_is_denied_as_a_whole(int subject, string purpose, int items, bool allowed)
    {
        var item = $$$"""{"subject":{{{subject}}},"decision":{"allowed":true,"basis":"consent","purpose":"{{{purpose}}}","reason":"consent-valid","decidedFor":"2026-01-01T00:00:00Z"}}""";
        await using var server = await Misbehaving.StartAsync(http => Answer(http, 200, $$"""{"decisions":[{{string.Join(',', Enumerable.Repeat(item, items))}}]}"""));
        using var client = Client(server.Address, server.Address.AbsoluteUri);
        var decisions = await client.DecideManyAsync([Ada], ["newsletter"]);
        Assert.Equal(allowed, Assert.Single(Assert.Single(decisions)).Allowed);
    }

    [Fact]
    public async Task A_record_is_handed_in_again_under_the_same_key_after_a_fault_that_may_pass()
    {
        var keys = new List<string>();
        await using var server = await Misbehaving.StartAsync(http =>
        {
            keys.Add(http.Request.Headers["Idempotency-Key"].ToString());
            return keys.Count < 3 ? Answer(http, 503, "") : Answer(http, 201, $$"""{"id":"{{Guid.NewGuid()}}","subject":"sub_x","purpose":"newsletter","version":1,"recordedAt":"2026-01-01T00:00:00Z","expiresAt":null}""");
        });
        using var client = Client(server.Address, server.Address.AbsoluteUri);
        Assert.Equal(1, (await client.WithdrawAsync(Ada, "newsletter", "mail-link", "footer")).Version);
        Assert.Equal(3, keys.Count);
        Assert.Single(keys.Distinct());
    }

    [Fact]
    public async Task A_token_that_is_refused_is_fetched_anew_once()
    {
        var asked = 0;
        await using var server = await Misbehaving.StartAsync(http => Interlocked.Increment(ref asked) == 1
            ? Answer(http, 401, "")
            : Answer(http, 200, """{"allowed":true,"basis":"consent","purpose":"newsletter","reason":"consent-valid","decidedFor":"2026-01-01T00:00:00Z"}"""));
        using var client = Client(server.Address, server.Address.AbsoluteUri);
        Assert.True((await client.DecideAsync(Ada, "newsletter")).Allowed);
        Assert.Equal((2, 2), (asked, server.TokensIssued));
    }

    [Theory]
    [InlineData("http://consent.example.com", "https://identity.example.com")]
    [InlineData("https://consent.example.com", "http://identity.example.com")]
    public void Plain_http_is_accepted_on_loopback_only(string service, string authority) =>
        Assert.Throws<ArgumentException>(() => new ConsentClient(new() { Service = new(service), Authority = new(authority), ClientId = "a", ClientSecret = "b" }));

    [Fact]
    public void A_subject_does_not_show_its_identifier() => Assert.DoesNotContain("ada", $"{Ada}", StringComparison.Ordinal);

    private static ConsentClient Client(Uri service, string authority, TimeSpan? timeout = null) =>
        new(new() { Service = service, Authority = new(authority), ClientId = "shop", ClientSecret = "secret", DecisionTimeout = timeout ?? TimeSpan.FromSeconds(30), RecordTimeout = TimeSpan.FromSeconds(30) });

    private static Task Answer(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        if (status is >= 300 and < 400)
            http.Response.Headers.Location = "/elsewhere";
        return body.Length == 0 ? Task.CompletedTask : http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
    }

    /// <summary>An identity provider that works and a consent service that does not.</summary>
    private sealed class Misbehaving(WebApplication app) : IAsyncDisposable
    {
        private int _tokens;

        public int TokensIssued => _tokens;

        public Uri Address => new(app.Urls.First());

        public static async Task<Misbehaving> StartAsync(Func<HttpContext, Task> answer)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var server = new Misbehaving(app);
            app.MapGet("/.well-known/openid-configuration", () => new { token_endpoint = $"{app.Urls.First()}/token" });
            app.MapPost("/token", () => new { access_token = $"token-{Interlocked.Increment(ref server._tokens)}", expires_in = 600 });
            app.Map("/v1/{**path}", (HttpContext http) => answer(http));
            await app.StartAsync();
            return server;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
