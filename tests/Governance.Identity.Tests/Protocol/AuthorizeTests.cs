using System.Net;
using Governance.Identity.Tests.Support;

namespace Governance.Identity.Tests.Protocol;

public sealed class AuthorizeTests(IdentityFixture identity)
{
    [Theory]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", null)]
    [InlineData("redirect_uri", null)]
    [InlineData("redirect_uri", "http://127.0.0.1:9/callback/")]
    [InlineData("redirect_uri", "http://127.0.0.1:9/callback?x=1")]
    [InlineData("redirect_uri", "HTTP://127.0.0.1:9/callback")]
    [InlineData("redirect_uri", "https://evil.example/callback")]
    public async Task A_doubtful_client_or_address_is_never_redirected_to(string name, string? value)
    {
        using var browser = identity.NewBrowser();
        using var response = await browser.GetAsync(browser.AuthorizeUrl((name, value)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
        Assert.Contains("text/html", response.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", "code id_token", "unsupported_response_type")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("scope", null, "invalid_scope")]
    [InlineData("scope", "openid everything", "invalid_scope")]
    [InlineData("prompt", "none", "login_required")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("request", "x", "request_not_supported")]
    [InlineData("request_uri", "https://x.example", "request_uri_not_supported")]
    public async Task A_faulty_request_is_told_to_the_application(string name, string? value, string error)
    {
        using var browser = identity.NewBrowser();
        using var response = await browser.GetAsync(browser.AuthorizeUrl((name, value)));

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        var answer = Browser.Query(response.Headers.Location!.ToString());
        Assert.Equal(error, answer["error"]);
        Assert.Equal("state-1", answer["state"]);
        Assert.Equal(identity.IssuerUrl, answer["iss"]);
        Assert.DoesNotContain("code", answer.Keys);
    }

    [Fact]
    public async Task A_parameter_given_twice_is_refused()
    {
        using var browser = identity.NewBrowser();
        using var response = await browser.GetAsync(browser.AuthorizeUrl() + "&redirect_uri=https%3A%2F%2Fevil.example");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_client_without_the_grant_can_not_start_a_sign_in()
    {
        using var browser = identity.NewBrowser();
        using var response = await browser.GetAsync(browser.AuthorizeUrl(("client_id", IdentityFixture.MachineClient)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_answer_carries_code_state_and_issuer()
    {
        using var browser = identity.NewBrowser();
        var answer = await browser.AuthorizeAsync(await identity.NewUserAsync());

        Assert.Equal(["code", "iss", "state"], answer.Keys.Order());
        Assert.Equal("state-1", answer["state"]);
        Assert.Equal(identity.IssuerUrl, answer["iss"]);
    }

    [Fact]
    public async Task A_signed_in_browser_gets_a_code_without_asking_and_prompt_login_asks_again()
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        await browser.AuthorizeAsync(user);

        using var silent = await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")));
        using var again = await browser.GetAsync(browser.AuthorizeUrl(("prompt", "login")));

        Assert.Contains("code", Browser.Query(silent.Headers.Location!.ToString()).Keys);
        Assert.StartsWith("/sign-in", again.Headers.Location!.ToString());
        Assert.DoesNotContain("prompt", again.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_may_be_posted()
    {
        using var browser = identity.NewBrowser();
        var parameters = Browser.Query("http://x" + browser.AuthorizeUrl()).Select(p => (p.Key, p.Value)).ToArray();
        using var response = await browser.PostAsync("/connect/authorize", parameters);

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.StartsWith("/sign-in?returnUrl=%2Fconnect%2Fauthorize", response.Headers.Location!.ToString());
    }
}
