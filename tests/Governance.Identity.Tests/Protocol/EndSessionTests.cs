using System.Net;
using Governance.Identity.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;

namespace Governance.Identity.Tests.Protocol;

public sealed class EndSessionTests(IdentityFixture identity)
{
    private static string Url(params (string Name, string? Value)[] parameters) =>
        QueryHelpers.AddQueryString("/connect/end-session", parameters.Select(p => KeyValuePair.Create(p.Name, p.Value)));

    private static async Task<bool> IsSignedInAsync(Browser browser)
    {
        using var silent = await browser.GetAsync(browser.AuthorizeUrl(("prompt", "none")));
        return Browser.Query(silent.Headers.Location!.ToString()).ContainsKey("code");
    }

    [Fact]
    public async Task With_a_genuine_hint_the_session_ends_and_the_browser_returns()
    {
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync());
        using var response = await browser.GetAsync(Url(
            ("id_token_hint", tokens.Text("id_token")), ("post_logout_redirect_uri", IdentityFixture.SignedOutUri), ("state", "s")));

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal($"{IdentityFixture.SignedOutUri}?state=s", response.Headers.Location!.ToString());
        Assert.False(await IsSignedInAsync(browser));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.RefreshAsync(tokens.Text("refresh_token"))).Status);
    }

    [Fact]
    public async Task A_cookie_kept_from_before_the_sign_out_is_worth_nothing()
    {
        using var browser = identity.NewBrowser();
        using var thief = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync());
        thief.Cookies.Add(browser.Cookies.GetAllCookies());
        Assert.True(await IsSignedInAsync(thief));

        using var response = await browser.GetAsync(Url(("id_token_hint", tokens.Text("id_token"))));

        Assert.False(await IsSignedInAsync(thief));
    }

    [Fact]
    public async Task Without_a_hint_the_user_is_asked_first()
    {
        using var browser = identity.NewBrowser();
        await browser.TokensAsync(await identity.NewUserAsync());
        using var response = await browser.GetAsync(Url(("client_id", IdentityFixture.PublicClient), ("post_logout_redirect_uri", IdentityFixture.SignedOutUri)));
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("Sign out?", page, StringComparison.Ordinal);
        Assert.True(await IsSignedInAsync(browser));

        using var confirmed = await browser.SubmitAsync(page);
        Assert.Equal(IdentityFixture.SignedOutUri, confirmed.Headers.Location!.ToString());
        Assert.False(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task A_hint_of_another_persons_session_ends_nothing()
    {
        using var browser = identity.NewBrowser();
        using var other = identity.NewBrowser();
        await browser.TokensAsync(await identity.NewUserAsync());
        var foreign = await other.TokensAsync(await identity.NewUserAsync());
        using var response = await browser.GetAsync(Url(("id_token_hint", foreign.Text("id_token"))));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(await IsSignedInAsync(browser));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("http://127.0.0.1:9/signed-out/")]
    [InlineData("http://127.0.0.1:9/callback")]
    public async Task An_address_that_is_not_registered_is_never_gone_to(string address)
    {
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync());
        using var response = await browser.GetAsync(Url(("id_token_hint", tokens.Text("id_token")), ("post_logout_redirect_uri", address)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    [Fact]
    public async Task A_forged_hint_counts_as_none()
    {
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync());
        using var response = await browser.GetAsync(Url(("id_token_hint", tokens.Text("id_token")[..^6] + "AAAAAA"), ("client_id", IdentityFixture.PublicClient)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(await IsSignedInAsync(browser));
    }

    [Fact]
    public async Task The_confirmation_needs_its_antiforgery_token()
    {
        using var browser = identity.NewBrowser();
        await browser.TokensAsync(await identity.NewUserAsync());
        using var response = await browser.PostAsync("/sign-out");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True(await IsSignedInAsync(browser));
    }
}
