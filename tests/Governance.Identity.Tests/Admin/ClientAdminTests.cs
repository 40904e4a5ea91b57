using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Identity.Tests.Support;

namespace Governance.Identity.Tests.Admin;

public sealed class ClientAdminTests(IdentityFixture identity)
{
    private static string NewId() => "team-" + IdentityFixture.Random()[..8];

    private static object Machine(string id, params string[] permissions) =>
        new { id, name = "A team", confidential = true, grantTypes = new[] { "client_credentials" }, permissions };

    private static async Task<string> CreateAsync(HttpClient http, object body)
    {
        using var response = await http.PostAsJsonAsync("/v1/clients", body, TestContext.Current.CancellationToken);
        return (await response.BodyAsync(HttpStatusCode.Created)).Text("clientSecret");
    }

    private async Task<HttpStatusCode> TokenStatusAsync(string id, string secret) =>
        (await identity.TokenAsync(("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret))).Status;

    [Fact]
    public async Task A_new_clients_secret_is_shown_once_and_works()
    {
        using var http = await identity.OperatorAsync();
        var id = NewId();
        var secret = await CreateAsync(http, Machine(id, "consent:read"));
        var read = await http.GetStringAsync($"/v1/clients/{id}", TestContext.Current.CancellationToken);
        using var twice = await http.PostAsJsonAsync("/v1/clients", Machine(id), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, await TokenStatusAsync(id, secret));
        Assert.DoesNotContain("ecret", read, StringComparison.Ordinal);
        Assert.Equal("already-exists", await twice.ProblemAsync(HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_rotated_secret_may_overlap_and_else_ends_at_once()
    {
        using var http = await identity.OperatorAsync();
        var id = NewId();
        var first = await CreateAsync(http, Machine(id));
        var second = await RotateAsync(60);
        Assert.Equal(HttpStatusCode.OK, await TokenStatusAsync(id, first));
        Assert.Equal(HttpStatusCode.OK, await TokenStatusAsync(id, second));

        var third = await RotateAsync(0);
        Assert.Equal(HttpStatusCode.Unauthorized, await TokenStatusAsync(id, first));
        Assert.Equal(HttpStatusCode.Unauthorized, await TokenStatusAsync(id, second));
        Assert.Equal(HttpStatusCode.OK, await TokenStatusAsync(id, third));

        async Task<string> RotateAsync(int overlapMinutes)
        {
            using var response = await http.PostAsJsonAsync($"/v1/clients/{id}/secret-rotation", new { overlapMinutes }, TestContext.Current.CancellationToken);
            return (await response.BodyAsync(HttpStatusCode.OK)).Text("clientSecret");
        }
    }

    [Fact]
    public async Task A_disabled_client_gets_no_token_and_its_old_ones_are_refused_here()
    {
        using var http = await identity.OperatorAsync();
        var id = NewId();
        var secret = await CreateAsync(http, Machine(id, "users:read"));
        var (_, body) = await identity.TokenAsync(("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret));
        using var own = identity.Bearer(body.Text("access_token"));
        using var before = await own.GetAsync("/v1/users", TestContext.Current.CancellationToken);
        using var disabled = await http.PostAsync($"/v1/clients/{id}/disablement", null, TestContext.Current.CancellationToken);
        using var after = await own.GetAsync("/v1/users", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await TokenStatusAsync(id, secret));
        using var enabled = await http.PostAsync($"/v1/clients/{id}/enablement", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, await TokenStatusAsync(id, secret));
        Assert.Equal(["ClientCreated", "ClientDisabled", "ClientEnabled"], await identity.EventsAboutAsync($"\"{id}\""));
    }

    [Fact]
    public async Task A_disabled_application_loses_its_peoples_refresh_tokens()
    {
        using var http = await identity.OperatorAsync();
        using var browser = identity.NewBrowser();
        var id = NewId();
        using var created = await http.PostAsJsonAsync("/v1/clients", new
        {
            id,
            name = "App",
            confidential = false,
            grantTypes = new[] { "authorization_code", "refresh_token" },
            redirectUris = new[] { IdentityFixture.RedirectUri },
        }, TestContext.Current.CancellationToken);
        Assert.Equal(JsonValueKind.Null, (await created.BodyAsync(HttpStatusCode.Created)).GetProperty("clientSecret").ValueKind);
        var answer = await browser.AuthorizeAsync(await identity.NewUserAsync(), ("client_id", id));
        var (_, tokens) = await browser.RedeemAsync(answer["code"], ("client_id", id));
        using var disabled = await http.PostAsync($"/v1/clients/{id}/disablement", null, TestContext.Current.CancellationToken);

        var (status, _) = await identity.TokenAsync(("grant_type", "refresh_token"), ("client_id", id), ("refresh_token", tokens.Text("refresh_token")));
        using var start = await browser.GetAsync(browser.AuthorizeUrl(("client_id", id)));
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal(HttpStatusCode.BadRequest, start.StatusCode);
    }

    [Theory]
    [InlineData("http://portal.example/callback")]
    [InlineData("https://portal.example/callback#part")]
    [InlineData("https://*.example/callback")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/callback")]
    public async Task A_dangerous_redirect_address_is_refused(string uri)
    {
        using var http = await identity.OperatorAsync();
        using var response = await http.PostAsJsonAsync("/v1/clients", new
        {
            id = NewId(),
            name = "App",
            confidential = false,
            grantTypes = new[] { "authorization_code" },
            redirectUris = new[] { uri },
        }, TestContext.Current.CancellationToken);

        var problem = await response.BodyAsync(HttpStatusCode.BadRequest);
        Assert.True(problem.GetProperty("errors").TryGetProperty("redirectUris", out _));
    }

    [Fact]
    public async Task An_update_needs_the_present_version_and_valid_permissions()
    {
        using var http = await identity.OperatorAsync();
        var id = NewId();
        await CreateAsync(http, Machine(id));
        using var read = await http.GetAsync($"/v1/clients/{id}", TestContext.Current.CancellationToken);
        using var missing = await PutAsync("audit:read", null);
        using var unknown = await PutAsync("everything", read.Headers.ETag!.Tag);
        using var good = await PutAsync("audit:read", read.Headers.ETag!.Tag);
        using var stale = await PutAsync("audit:read", read.Headers.ETag!.Tag);

        Assert.Equal(HttpStatusCode.PreconditionRequired, missing.StatusCode);
        Assert.Equal("validation", await unknown.ProblemAsync(HttpStatusCode.BadRequest));
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);

        async Task<HttpResponseMessage> PutAsync(string permission, string? etag)
        {
            var body = new { name = "A team", grantTypes = new[] { "client_credentials" }, redirectUris = Array.Empty<string>(), postLogoutRedirectUris = Array.Empty<string>(), permissions = new[] { permission } };
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/clients/{id}") { Content = JsonContent.Create(body) };
            if (etag is not null)
                request.Headers.TryAddWithoutValidation("If-Match", etag);
            return await http.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }
}
