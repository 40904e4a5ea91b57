using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization;
using Governance.Portal.Sessions;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Clients;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Portal.SignIn;

/// <summary>The provider does not answer, or not as it should. Whoever asked may try again.</summary>
internal sealed class ProviderUnavailableException(Exception? inner = null) : Exception("The identity provider does not answer.", inner);

/// <summary>Any OpenID Connect provider, found by discovery; the portal is a confidential client that uses PKCE as well.</summary>
internal sealed class IdentityProvider : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _discovery;
    private readonly AuthenticationOptions _authentication;
    private readonly ServiceClientOptions _client;
    private readonly TimeProvider _clock;

    public IdentityProvider(IOptions<AuthenticationOptions> authentication, IOptions<ServiceClientOptions> client, TimeProvider clock)
    {
        (_authentication, _client, _clock) = (authentication.Value, client.Value, clock);
        var authority = _authentication.Authority.TrimEnd('/');
        var requireHttps = !new Uri(authority).IsLoopback && !_authentication.AllowHttp;
        _discovery = new(
            authority + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(_http) { RequireHttps = requireHttps })
        {
            RefreshInterval = TimeSpan.FromSeconds(2),
        };
    }

    public string ClientId => _client.ClientId;

    public string Issuer => _authentication.Issuer ?? _authentication.Authority;

    public async Task<OpenIdConnectConfiguration> DiscoverAsync(CancellationToken ct)
    {
        try
        {
            return await _discovery.GetConfigurationAsync(ct);
        }
        catch (InvalidOperationException e)
        {
            throw new ProviderUnavailableException(e);
        }
    }

    /// <summary>Exchanges the code; null when the provider refuses it or its id token does not hold.</summary>
    public async Task<(Tokens Tokens, JsonWebToken Id)?> RedeemAsync(string code, string verifier, string redirectUri, string nonce, CancellationToken ct)
    {
        var answer = await AskAsync(new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirectUri, ["code_verifier"] = verifier }, ct);
        if (answer is not { IdToken: { } idToken } || await ValidateAsync(idToken, ct) is not { } id)
            return null;
        return id.TryGetPayloadValue<string>("nonce", out var echoed) && echoed == nonce ? (ToTokens(answer, idToken, answer.RefreshToken), id) : null;
    }

    /// <summary>Null when the provider refuses: the user was disabled, signed out, or the grant has ended.</summary>
    public async Task<Tokens?> RefreshAsync(string refreshToken, Tokens old, CancellationToken ct) =>
        await AskAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken }, ct) is { } answer
            ? ToTokens(answer, answer.IdToken ?? old.Id, answer.RefreshToken ?? refreshToken)
            : null;

    /// <summary>Ends the grant (RFC 7009). The provider's own sign-out does the same, so that a failure here is no reason to stop.</summary>
    public async Task RevokeAsync(Tokens tokens, CancellationToken ct)
    {
        if (await DiscoverAsync(ct) is not { AdditionalData: var more } || !more.TryGetValue("revocation_endpoint", out var endpoint))
            return;
        await PostAsync(endpoint.ToString()!, new() { ["token"] = tokens.Refresh ?? tokens.Access }, async response => await response.Content.CopyToAsync(Stream.Null, ct), ct);
    }

    public void Dispose() => _http.Dispose();

    private async Task<TokenAnswer?> AskAsync(Dictionary<string, string> form, CancellationToken ct)
    {
        TokenAnswer? answer = null;
        await PostAsync((await DiscoverAsync(ct)).TokenEndpoint, form, async response =>
        {
            // 400 and 401 are the provider's word (RFC 6749 section 5.2); anything else is trouble that may pass.
            if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
                return;
            if (!response.IsSuccessStatusCode)
                throw new ProviderUnavailableException();
            answer = await response.Content.ReadFromJsonAsync<TokenAnswer>(ct);
        }, ct);
        return answer;
    }

    private async Task PostAsync(string endpoint, Dictionary<string, string> form, Func<HttpResponseMessage, Task> read, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new FormUrlEncodedContent(form) };
        var credentials = $"{Uri.EscapeDataString(_client.ClientId)}:{Uri.EscapeDataString(_client.ClientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        try
        {
            using var response = await _http.SendAsync(request, ct);
            await read(response);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException && !ct.IsCancellationRequested)
        {
            throw new ProviderUnavailableException(e);
        }
    }

    /// <summary>OpenID Connect Core section 3.1.3.7.</summary>
    private async Task<JsonWebToken?> ValidateAsync(string idToken, CancellationToken ct)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var configuration = await DiscoverAsync(ct);
            var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(idToken, new TokenValidationParameters
            {
                ValidIssuer = Issuer,
                ValidAudience = _client.ClientId,
                IssuerSigningKeys = configuration.SigningKeys,
                ValidAlgorithms = ["ES256", "ES384", "RS256", "RS384", "PS256"],
                ClockSkew = TimeSpan.FromSeconds(30),
                RequireExpirationTime = true,
                RequireSignedTokens = true,
            });
            if (result.IsValid)
                return (JsonWebToken)result.SecurityToken;
            if (result.Exception is not SecurityTokenSignatureKeyNotFoundException)
                return null;
            // The provider may have changed its key since.
            _discovery.RequestRefresh();
        }
        return null;
    }

    private Tokens ToTokens(TokenAnswer answer, string idToken, string? refreshToken) =>
        new(answer.AccessToken, refreshToken, idToken, _clock.GetUtcNow().AddSeconds(answer.ExpiresIn));

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn,
        [property: JsonPropertyName("id_token")] string? IdToken = null,
        [property: JsonPropertyName("refresh_token")] string? RefreshToken = null);
}
