using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Identity.Tests.Support;

/// <summary>A browser with cookies that shows every redirect instead of following it.</summary>
public sealed partial class Browser : IDisposable
{
    private readonly IdentityFixture _identity;
    private readonly HttpClient _http;

    public Browser(IdentityFixture identity)
    {
        _identity = identity;
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies, UseCookies = true }) { BaseAddress = identity.BaseAddress };
    }

    public CookieContainer Cookies { get; } = new();

    public string Verifier { get; } = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    public string Challenge => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public Task<HttpResponseMessage> GetAsync(string url) => _http.GetAsync(url);

    public Task<HttpResponseMessage> PostAsync(string url, params (string Name, string Value)[] form) => _http.PostAsync(url, IdentityFixture.Form(form));

    /// <param name="changes">Parameters to set; null removes one.</param>
    public string AuthorizeUrl(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = IdentityFixture.PublicClient,
            ["redirect_uri"] = IdentityFixture.RedirectUri,
            ["response_type"] = "code",
            ["scope"] = "openid profile email offline_access",
            ["state"] = "state-1",
            ["nonce"] = "nonce-1",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            parameters[name] = value;
        return QueryHelpers.AddQueryString("/connect/authorize", parameters.Where(p => p.Value is not null));
    }

    /// <summary>Fills the form of a page with what it holds already and sends it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, params (string Name, string Value)[] typed)
    {
        var action = WebUtility.HtmlDecode(FormAction().Match(page).Groups[1].Value);
        var hidden = HiddenField().Matches(page).Select(m => (WebUtility.HtmlDecode(m.Groups[1].Value), WebUtility.HtmlDecode(m.Groups[2].Value)));
        return await PostAsync(action, [.. hidden, .. typed]);
    }

    /// <summary>Opens a page of the service and sends its form.</summary>
    public async Task<HttpResponseMessage> FillAsync(string url, params (string Name, string Value)[] typed)
    {
        using var page = await GetAsync(url);
        return await SubmitAsync(await page.Content.ReadAsStringAsync(), typed);
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string url = "/sign-in") => FillAsync(url, ("email", email), ("password", password));

    /// <summary>Authorize, sign in when asked, and the parameters that came back to the application.</summary>
    public async Task<Dictionary<string, string>> AuthorizeAsync(TestUser user, params (string Name, string? Value)[] changes)
    {
        using var start = await GetAsync(AuthorizeUrl(changes));
        var location = start.Headers.Location!.ToString();
        if (location.StartsWith("/sign-in", StringComparison.Ordinal))
        {
            using var signedIn = await SignInAsync(user.Email, user.Password, location);
            Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
            using var again = await GetAsync(signedIn.Headers.Location!.ToString());
            location = again.Headers.Location!.ToString();
        }
        Assert.StartsWith(IdentityFixture.RedirectUri, location);
        return Query(location);
    }

    public static Dictionary<string, string> Query(string url) =>
        QueryHelpers.ParseQuery(new Uri(url).Query).ToDictionary(p => p.Key, p => p.Value.ToString());

    /// <summary>The whole way to tokens of the public client.</summary>
    public async Task<JsonElement> TokensAsync(TestUser user, params (string Name, string? Value)[] changes)
    {
        var answer = await AuthorizeAsync(user, changes);
        var (status, body) = await RedeemAsync(answer["code"]);
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> RedeemAsync(string code, params (string Name, string Value)[] changes)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = IdentityFixture.PublicClient,
            ["redirect_uri"] = IdentityFixture.RedirectUri,
            ["code"] = code,
            ["code_verifier"] = Verifier,
        };
        foreach (var (name, value) in changes)
            form[name] = value;
        return _identity.TokenAsync([.. form.Select(f => (f.Key, f.Value))]);
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> RefreshAsync(string refreshToken) =>
        _identity.TokenAsync(("grant_type", "refresh_token"), ("client_id", IdentityFixture.PublicClient), ("refresh_token", refreshToken));

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]+)\"")]
    private static partial Regex FormAction();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
