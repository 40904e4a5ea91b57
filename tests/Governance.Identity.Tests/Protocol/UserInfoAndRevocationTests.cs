using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Identity.Tests.Support;

namespace Governance.Identity.Tests.Protocol;

public sealed class UserInfoAndRevocationTests(IdentityFixture identity)
{
    private async Task<HttpResponseMessage> UserInfoAsync(string token)
    {
        using var http = identity.Bearer(token);
        return await http.GetAsync("/connect/userinfo", TestContext.Current.CancellationToken);
    }

    private async Task<HttpStatusCode> RevokeAsync(string token, string client = IdentityFixture.PublicClient, string? secret = null)
    {
        using var http = identity.Anonymous();
        var form = new List<(string, string)> { ("token", token), ("client_id", client) };
        if (secret is not null)
            form.Add(("client_secret", secret));
        using var response = await http.PostAsync("/connect/revocation", IdentityFixture.Form([.. form]), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    [Fact]
    public async Task Userinfo_tells_what_the_scopes_allow()
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        var tokens = await browser.TokensAsync(user, ("scope", "openid profile"));
        using var response = await UserInfoAsync(tokens.Text("access_token"));
        var body = await response.BodyAsync(HttpStatusCode.OK);

        Assert.Equal(user.Id.ToString(), body.Text("sub"));
        Assert.Equal("Test Person", body.Text("name"));
        Assert.False(body.TryGetProperty("email", out _));
    }

    [Fact]
    public async Task Userinfo_refuses_strangers_and_clients()
    {
        using var none = await identity.Anonymous().GetAsync("/connect/userinfo", TestContext.Current.CancellationToken);
        using var rubbish = await UserInfoAsync("a.b.c");
        using var client = await UserInfoAsync(await identity.ClientTokenAsync(IdentityFixture.MachineClient));

        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, rubbish.StatusCode);
        Assert.Contains("invalid_token", rubbish.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, client.StatusCode);
    }

    [Fact]
    public async Task A_revoked_access_token_ends_while_its_family_goes_on()
    {
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync("admin"));

        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(tokens.Text("access_token")));
        using var userInfo = await UserInfoAsync(tokens.Text("access_token"));
        using var admin = await identity.Bearer(tokens.Text("access_token")).GetAsync("/v1/users", TestContext.Current.CancellationToken);
        var (refresh, _) = await browser.RefreshAsync(tokens.Text("refresh_token"));

        Assert.Equal(HttpStatusCode.Unauthorized, userInfo.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, admin.StatusCode);
        Assert.Equal(HttpStatusCode.OK, refresh);
    }

    [Fact]
    public async Task A_revoked_refresh_token_ends_its_family()
    {
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync());

        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(tokens.Text("refresh_token")));
        using var userInfo = await UserInfoAsync(tokens.Text("access_token"));
        var (refresh, _) = await browser.RefreshAsync(tokens.Text("refresh_token"));

        Assert.Equal(HttpStatusCode.Unauthorized, userInfo.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, refresh);
    }

    [Fact]
    public async Task Another_client_can_not_revoke_but_learns_nothing()
    {
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync());
        var secret = identity.SecretOf(IdentityFixture.WebClient);

        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(tokens.Text("refresh_token"), IdentityFixture.WebClient, secret));
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(tokens.Text("access_token"), IdentityFixture.WebClient, secret));
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync("no token at all"));
        Assert.Equal(HttpStatusCode.Unauthorized, await RevokeAsync("no token at all", IdentityFixture.WebClient, "wrong"));
        var (refresh, _) = await browser.RefreshAsync(tokens.Text("refresh_token"));

        Assert.Equal(HttpStatusCode.OK, refresh);
    }
}
