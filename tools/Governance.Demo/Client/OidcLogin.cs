using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Governance.Demo.Client;

/// <summary>Access tokens from any OpenID Connect provider: client credentials for machines, authorization code with PKCE for people.</summary>
public sealed class OidcLogin(HttpClient http, Uri authority)
{
    /// <summary>Signs a machine client in. RFC 6749 section 4.4.</summary>
    public async Task<string> AsClientAsync(string clientId, string clientSecret, CancellationToken ct = default)
    {
        var provider = await DiscoverAsync(ct);
        using var request = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }),
        };
        var credentials = $"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(clientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        return await TokenAsync(http, request, ct);
    }

    /// <summary>Signs a person in the way a browser does: authorize, fill in the sign-in form, follow the redirects, exchange the code. RFC 7636.</summary>
    /// <exception cref="LoginException">The form refused the credentials, or the provider does not end at the redirect address.</exception>
    public async Task<string> AsUserAsync(
        string clientId, Uri redirectUri, string userName, string password, string scope = "openid profile", CancellationToken ct = default)
    {
        var provider = await DiscoverAsync(ct);
        var verifier = Base64Url(RandomNumberGenerator.GetBytes(32));
        var state = Base64Url(RandomNumberGenerator.GetBytes(16));
        var query = Query(new()
        {
            ["response_type"] = "code",
            ["client_id"] = clientId,
            ["redirect_uri"] = redirectUri.OriginalString,
            ["scope"] = scope,
            ["state"] = state,
            ["nonce"] = Base64Url(RandomNumberGenerator.GetBytes(16)),
            ["code_challenge"] = Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        });
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
        var answer = await WalkAsync(browser, new Uri($"{provider.AuthorizationEndpoint}?{query}"), redirectUri, userName, password, ct);
        if (answer.GetValueOrDefault("error") is { } error)
            throw new LoginException($"the identity provider answered {error}");
        if (answer.GetValueOrDefault("state") != state)
            throw new LoginException("the answer carries another state than the question");

        using var request = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["client_id"] = clientId,
                ["code"] = answer["code"],
                ["redirect_uri"] = redirectUri.OriginalString,
                ["code_verifier"] = verifier,
            }),
        };
        return await TokenAsync(http, request, ct);
    }

    private static async Task<Dictionary<string, string>> WalkAsync(
        HttpClient browser, Uri start, Uri redirectUri, string userName, string password, CancellationToken ct)
    {
        var at = start;
        HttpContent? form = null;
        for (var hop = 0; hop < 12; hop++)
        {
            using var response = form is null ? await browser.GetAsync(at, ct) : await browser.PostAsync(at, form, ct);
            if (response.Headers.Location is { } location)
            {
                at = new Uri(at, location);
                form = null;
                if (at.GetLeftPart(UriPartial.Path) == redirectUri.GetLeftPart(UriPartial.Path))
                    return ParseQuery(at.Query);
                continue;
            }

            var html = await response.Content.ReadAsStringAsync(ct);
            if (SignInForm.Find(html) is not { } found)
                throw new LoginException($"{at.AbsolutePath} answered {(int)response.StatusCode} without a sign-in form");
            if (form is not null)
                throw new LoginException("the sign-in form did not accept the user name and password");
            at = found.Action.Length == 0 ? at : new Uri(at, found.Action);
            form = new FormUrlEncodedContent(found.Fill(userName, password));
        }

        throw new LoginException("the identity provider redirects without end");
    }

    private async Task<Discovery> DiscoverAsync(CancellationToken ct) =>
        (await http.GetFromJsonAsync<Discovery>($"{authority.OriginalString.TrimEnd('/')}/.well-known/openid-configuration", ct))!;

    private static async Task<string> TokenAsync(HttpClient http, HttpRequestMessage request, CancellationToken ct)
    {
        using var response = await http.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode)
            throw new LoginException($"the token endpoint answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(ct)}");
        return (await response.Content.ReadFromJsonAsync<TokenAnswer>(ct))!.AccessToken;
    }

    private static string Query(Dictionary<string, string> values) =>
        string.Join('&', values.Select(v => $"{v.Key}={Uri.EscapeDataString(v.Value)}"));

    private static Dictionary<string, string> ParseQuery(string query) =>
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2))
            .ToDictionary(p => p[0], p => Uri.UnescapeDataString((p.Length > 1 ? p[1] : "").Replace('+', ' ')));

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private sealed record Discovery(
        [property: JsonPropertyName("authorization_endpoint")] string AuthorizationEndpoint,
        [property: JsonPropertyName("token_endpoint")] string TokenEndpoint);

    private sealed record TokenAnswer([property: JsonPropertyName("access_token")] string AccessToken);
}

public sealed class LoginException(string reason) : Exception($"Signing in failed: {reason}.");
