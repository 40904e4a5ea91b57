using System.Net;
using System.Net.Http.Json;
using Governance.Identity.Tests.Support;

namespace Governance.Identity.Tests.Setup;

/// <summary>A service of its own: set-up happens once.</summary>
public sealed class SetupTests(SetupTests.FreshIdentity identity) : IClassFixture<SetupTests.FreshIdentity>
{
    public sealed class FreshIdentity : IdentityFixture
    {
        protected override void Customise(IDictionary<string, string> settings) => settings["Demo:Enabled"] = "false";
    }

    private static object Body(string secret, string email = "first@people.example", string password = "a long enough password") =>
        new { setupSecret = secret, email, password, displayName = "First" };

    private async Task<HttpResponseMessage> SetUpAsync(object body)
    {
        using var http = identity.Anonymous();
        return await http.PostAsJsonAsync("/v1/setup", body, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_first_administrator_is_made_once_by_whoever_knows_the_secret()
    {
        Assert.Equal(0, await identity.Database.ScalarAsync<long>("SELECT count(*) FROM users"));

        using var wrong = await SetUpAsync(Body("wrong"));
        Assert.Equal("setup-secret", await wrong.ProblemAsync(HttpStatusCode.Forbidden));
        using var weak = await SetUpAsync(Body(identity.SetupSecret, password: "short"));
        Assert.Equal("validation", await weak.ProblemAsync(HttpStatusCode.BadRequest));
        using var noAddress = await SetUpAsync(Body(identity.SetupSecret, email: "nobody"));
        Assert.Equal("validation", await noAddress.ProblemAsync(HttpStatusCode.BadRequest));

        var attempts = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => SetUpAsync(Body(identity.SetupSecret, email: $"first{i}@people.example"))));
        Assert.Single(attempts, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(3, attempts.Count(a => a.StatusCode == HttpStatusCode.Gone));

        using var later = await SetUpAsync(Body(identity.SetupSecret, email: "second@people.example"));
        Assert.Equal("setup-completed", await later.ProblemAsync(HttpStatusCode.Gone));
        using var laterWrong = await SetUpAsync(Body("wrong"));
        Assert.Equal(HttpStatusCode.Gone, laterWrong.StatusCode);
        Assert.Equal(1, await identity.Database.ScalarAsync<long>("SELECT count(*) FROM users"));

        var email = await identity.Database.ScalarAsync<string>("SELECT email FROM users");
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(new TestUser(email, "a long enough password", Guid.Empty));
        using var admin = identity.Bearer(tokens.Text("access_token"));
        using var users = await admin.GetAsync("/v1/users", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, users.StatusCode);

        var id = await identity.Database.ScalarAsync<Guid>("SELECT id FROM users");
        using var disable = await admin.PostAsync($"/v1/users/{id}/disablement", null, TestContext.Current.CancellationToken);
        Assert.Equal("last-admin", await disable.ProblemAsync(HttpStatusCode.Conflict));
        using var demote = new HttpRequestMessage(HttpMethod.Put, $"/v1/users/{id}/roles") { Content = JsonContent.Create(new { roles = new[] { "dpo" } }) };
        demote.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        using var demoted = await admin.SendAsync(demote, TestContext.Current.CancellationToken);
        Assert.Equal("last-admin", await demoted.ProblemAsync(HttpStatusCode.Conflict));
    }
}

/// <summary>Without a configured secret nobody can be first, not even with an empty one.</summary>
public sealed class SetupWithoutSecretTests(SetupWithoutSecretTests.SecretlessIdentity identity) : IClassFixture<SetupWithoutSecretTests.SecretlessIdentity>
{
    public sealed class SecretlessIdentity : IdentityFixture
    {
        protected override void Customise(IDictionary<string, string> settings)
        {
            settings["Setup:Secret"] = "";
            settings["RateLimits:SetupPerMinute"] = "2";
            settings["RateLimits:SignInPerMinute"] = "2";
            settings["RateLimits:TokenPerMinute"] = "2";
        }
    }

    [Fact]
    public async Task No_secret_opens_it_and_guessing_is_slowed_down()
    {
        using var http = identity.Anonymous();
        var body = new { setupSecret = "", email = "a@b.example", password = "a long enough password", displayName = "x" };
        for (var i = 0; i < 2; i++)
        {
            using var refused = await http.PostAsJsonAsync("/v1/setup", body, TestContext.Current.CancellationToken);
            Assert.Equal("setup-secret", await refused.ProblemAsync(HttpStatusCode.Forbidden));
        }
        using var limited = await http.PostAsJsonAsync("/v1/setup", body, TestContext.Current.CancellationToken);
        Assert.Equal("rate-limited", await limited.ProblemAsync(HttpStatusCode.TooManyRequests));
        Assert.NotNull(limited.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/connect/token")]
    public async Task Sign_in_and_token_endpoints_are_limited(string path)
    {
        using var http = identity.Anonymous();
        for (var i = 0; i < 2; i++)
            (await http.PostAsync(path, IdentityFixture.Form(), TestContext.Current.CancellationToken)).Dispose();
        using var limited = await http.PostAsync(path, IdentityFixture.Form(), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
    }
}

public sealed class TrustedProxyTests(TrustedProxyTests.BehindProxy behind, TrustedProxyTests.InTheOpen open)
    : IClassFixture<TrustedProxyTests.BehindProxy>, IClassFixture<TrustedProxyTests.InTheOpen>
{
    public sealed class BehindProxy : IdentityFixture
    {
        protected override void Customise(IDictionary<string, string> settings) =>
            (settings["RateLimits:SetupPerMinute"], settings["Proxy:Trusted:0"]) = ("2", "127.0.0.0/8");
    }

    public sealed class InTheOpen : IdentityFixture
    {
        protected override void Customise(IDictionary<string, string> settings) => settings["RateLimits:SetupPerMinute"] = "2";
    }

    [Fact]
    public async Task Callers_behind_a_trusted_proxy_have_a_limit_each() =>
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, await AskAsAsync(behind, "203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4"));

    [Fact]
    public async Task Nobody_gets_round_a_limit_by_naming_another_address() =>
        Assert.Contains(HttpStatusCode.TooManyRequests, await AskAsAsync(open, "203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4"));

    [Fact]
    public async Task A_caller_can_not_put_an_address_in_front_of_what_the_proxy_saw() =>
        Assert.Contains(HttpStatusCode.TooManyRequests, await AskAsAsync(behind, "1.1.1.1, 203.0.113.9", "2.2.2.2, 203.0.113.9", "3.3.3.3, 203.0.113.9"));

    private static async Task<IReadOnlyList<HttpStatusCode>> AskAsAsync(IdentityFixture identity, params string[] addresses)
    {
        using var http = identity.Anonymous();
        var answers = new List<HttpStatusCode>();
        foreach (var address in addresses)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/setup")
            {
                Content = JsonContent.Create(new { setupSecret = "wrong", email = "a@b.example", password = "a long enough password", displayName = "x" }),
                Headers = { { "X-Forwarded-For", address } },
            };
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            answers.Add(response.StatusCode);
        }
        return answers;
    }
}
