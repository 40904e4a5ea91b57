using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Contracts;
using Governance.Identity.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Identity.Tests.Protocol;

public sealed class TokenTests(IdentityFixture identity)
{
    [Fact]
    public async Task A_persons_access_token_carries_the_permissions_of_all_their_roles()
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync("auditor", "legal-reviewer");
        var tokens = await browser.TokensAsync(user);

        var jwt = new JsonWebToken(tokens.Text("access_token"));
        Assert.Equal("at+jwt", jwt.Typ);
        Assert.Equal("RS256", jwt.Alg);
        Assert.Equal(identity.IssuerUrl, jwt.Issuer);
        Assert.Equal(["governance"], jwt.Audiences);
        Assert.Equal(user.Id.ToString(), jwt.Subject);
        Assert.Equal(IdentityFixture.PublicClient, jwt.GetClaim("client_id").Value);
        Assert.Equal("user", jwt.GetClaim("actor_type").Value);
        Assert.Equal("Test Person", jwt.GetClaim("name").Value);
        Assert.Equal(TimeSpan.FromMinutes(10), jwt.ValidTo - jwt.IssuedAt);
        var permissions = jwt.GetPayloadValue<string[]>("permissions");
        Assert.Contains(Permissions.AuditVerify, permissions);
        Assert.Contains(Permissions.DsarApprove, permissions);
        Assert.DoesNotContain(Permissions.UsersWrite, permissions);
        Assert.Equal(600, tokens.GetProperty("expires_in").GetInt32());
    }

    [Fact]
    public async Task An_id_token_is_for_the_client_and_bound_to_nonce_and_access_token()
    {
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync(), ("nonce", "n-42"));

        var jwt = new JsonWebToken(tokens.Text("id_token"));
        var half = SHA256.HashData(Encoding.ASCII.GetBytes(tokens.Text("access_token")))[..16];
        Assert.Equal([IdentityFixture.PublicClient], jwt.Audiences);
        Assert.Equal("n-42", jwt.GetClaim("nonce").Value);
        Assert.Equal(Base64UrlEncoder.Encode(half), jwt.GetClaim("at_hash").Value);
        Assert.True(jwt.TryGetPayloadValue<long>("auth_time", out _));
        Assert.False(jwt.TryGetClaim("email", out _));
    }

    [Fact]
    public async Task A_code_works_once_and_a_second_use_revokes_what_came_of_it()
    {
        using var browser = identity.NewBrowser();
        var answer = await browser.AuthorizeAsync(await identity.NewUserAsync());
        var (_, tokens) = await browser.RedeemAsync(answer["code"]);

        var (status, second) = await browser.RedeemAsync(answer["code"]);
        var (refreshStatus, refresh) = await browser.RefreshAsync(tokens.Text("refresh_token"));
        using var userInfo = await identity.Bearer(tokens.Text("access_token")).GetAsync("/connect/userinfo", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, second.Text("error")));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (refreshStatus, refresh.Text("error")));
        Assert.Equal(HttpStatusCode.Unauthorized, userInfo.StatusCode);
        var grant = new JsonWebToken(tokens.Text("access_token")).GetClaim("grant_id").Value;
        Assert.Equal(["AccessGranted", "AuthorizationCodeReuseDetected"], await identity.EventsAboutAsync(grant));
    }

    [Fact]
    public async Task Of_many_uses_of_a_code_at_once_one_succeeds_at_most()
    {
        using var browser = identity.NewBrowser();
        var answer = await browser.AuthorizeAsync(await identity.NewUserAsync());
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.RedeemAsync(answer["code"])));

        Assert.Single(results, r => r.Status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("code_verifier", "wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong")]
    [InlineData("code_verifier", "short")]
    [InlineData("redirect_uri", "http://127.0.0.1:9/other")]
    public async Task A_wrong_verifier_or_address_is_refused_and_burns_the_code(string name, string value)
    {
        using var browser = identity.NewBrowser();
        var answer = await browser.AuthorizeAsync(await identity.NewUserAsync());

        var (status, body) = await browser.RedeemAsync(answer["code"], (name, value));
        var (again, _) = await browser.RedeemAsync(answer["code"]);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, body.Text("error")));
        Assert.Equal(HttpStatusCode.BadRequest, again);
    }

    [Fact]
    public async Task Another_clients_code_is_refused_and_stays_good_for_its_own()
    {
        using var browser = identity.NewBrowser();
        var answer = await browser.AuthorizeAsync(await identity.NewUserAsync());

        var (stolen, _) = await browser.RedeemAsync(answer["code"], ("client_id", IdentityFixture.WebClient), ("client_secret", identity.SecretOf(IdentityFixture.WebClient)));
        var (own, _) = await browser.RedeemAsync(answer["code"]);

        Assert.Equal(HttpStatusCode.BadRequest, stolen);
        Assert.Equal(HttpStatusCode.OK, own);
    }

    [Fact]
    public async Task A_refresh_token_is_replaced_and_its_reuse_ends_the_family()
    {
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync());
        var (_, second) = await browser.RefreshAsync(tokens.Text("refresh_token"));
        Assert.NotEqual(tokens.Text("refresh_token"), second.Text("refresh_token"));
        Assert.False(new JsonWebToken(second.Text("id_token")).TryGetClaim("nonce", out _));

        var (reuse, error) = await browser.RefreshAsync(tokens.Text("refresh_token"));
        var (child, _) = await browser.RefreshAsync(second.Text("refresh_token"));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (reuse, error.Text("error")));
        Assert.Equal(HttpStatusCode.BadRequest, child);
        var grant = new JsonWebToken(tokens.Text("access_token")).GetClaim("grant_id").Value;
        Assert.Contains("RefreshTokenReuseDetected", await identity.EventsAboutAsync(grant));
    }

    [Fact]
    public async Task Without_offline_access_there_is_no_refresh_token()
    {
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync(), ("scope", "openid"));

        Assert.False(tokens.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task Tokens_and_codes_are_stored_as_hashes_only()
    {
        using var browser = identity.NewBrowser();
        var answer = await browser.AuthorizeAsync(await identity.NewUserAsync());
        var (_, tokens) = await browser.RedeemAsync(answer["code"]);

        var codes = await identity.Database.ScalarAsync<string>("SELECT string_agg(t::text, ' ') FROM authorization_codes t");
        var refresh = await identity.Database.ScalarAsync<string>("SELECT string_agg(t::text, ' ') FROM refresh_tokens t");
        var clients = await identity.Database.ScalarAsync<string>("SELECT string_agg(t::text, ' ') FROM clients t");
        Assert.DoesNotContain(answer["code"], codes, StringComparison.Ordinal);
        Assert.DoesNotContain(tokens.Text("refresh_token"), refresh, StringComparison.Ordinal);
        Assert.DoesNotContain(identity.SecretOf(IdentityFixture.WebClient), clients, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_client_authenticates_in_the_header_or_in_the_form()
    {
        using var http = identity.Anonymous();
        var pair = $"{IdentityFixture.MachineClient}:{identity.SecretOf(IdentityFixture.MachineClient)}";
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        using var basic = await http.PostAsync("/connect/token", IdentityFixture.Form(("grant_type", "client_credentials")), TestContext.Current.CancellationToken);
        var body = await basic.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var jwt = new JsonWebToken(body.Text("access_token"));
        var posted = new JsonWebToken(await identity.ClientTokenAsync(IdentityFixture.MachineClient));

        Assert.Equal("client", jwt.GetClaim("actor_type").Value);
        Assert.Equal(IdentityFixture.MachineClient, jwt.Subject);
        Assert.Equal([Permissions.DsarOpen], jwt.GetPayloadValue<string[]>("permissions"));
        Assert.Equal(jwt.Subject, posted.Subject);
        Assert.Equal("no-store", basic.Headers.CacheControl!.ToString());
        Assert.False(body.TryGetProperty("refresh_token", out _));
    }

    [Theory]
    [InlineData("shop-team", "wrong-secret")]
    [InlineData("nobody", "wrong-secret")]
    [InlineData("portal", "a-secret-for-a-public-client")]
    [InlineData("web-app", "")]
    public async Task Wrong_client_credentials_are_all_refused_alike(string client, string secret)
    {
        using var http = identity.Anonymous();
        using var response = await http.PostAsync(
            "/connect/token", IdentityFixture.Form(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret)), TestContext.Current.CancellationToken);

        var body = await response.BodyAsync(HttpStatusCode.Unauthorized);
        Assert.Equal("invalid_client", body.Text("error"));
        Assert.Equal("Client authentication failed.", body.Text("error_description"));
        Assert.Equal("Basic", response.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("password", "unsupported_grant_type")]
    [InlineData("authorization_code", "unauthorized_client")]
    [InlineData("", "invalid_request")]
    public async Task A_grant_type_the_client_may_not_use_is_refused(string grantType, string error)
    {
        var (status, body) = await identity.TokenAsync(
            ("grant_type", grantType), ("client_id", IdentityFixture.MachineClient), ("client_secret", identity.SecretOf(IdentityFixture.MachineClient)));

        Assert.Equal((HttpStatusCode.BadRequest, error), (status, body.Text("error")));
    }

    [Fact]
    public async Task A_public_client_has_no_client_credentials_grant()
    {
        var (status, body) = await identity.TokenAsync(("grant_type", "client_credentials"), ("client_id", IdentityFixture.PublicClient));

        Assert.Equal((HttpStatusCode.BadRequest, "unauthorized_client"), (status, body.Text("error")));
    }

    [Fact]
    public async Task A_body_that_is_no_form_is_refused()
    {
        using var http = identity.Anonymous();
        using var response = await http.PostAsJsonAsync("/connect/token", new { grant_type = "client_credentials" }, TestContext.Current.CancellationToken);

        Assert.Equal("invalid_request", (await response.BodyAsync(HttpStatusCode.BadRequest)).Text("error"));
    }
}
