using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Serialization;

namespace Governance.Client;

/// <summary>The caller's access token by client credentials, kept until shortly before it expires.</summary>
internal sealed class AccessTokens(HttpClient http, ConsentClientOptions options) : IDisposable
{
    private const double KeptFor = 0.8;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _endpoint;
    private string? _token;
    private DateTimeOffset _freshUntil;

    public async Task<string> GetAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_token is null || options.Clock.GetUtcNow() >= _freshUntil)
                await FetchAsync(ct).ConfigureAwait(false);
            return _token!;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Drops a token that the service did not accept.</summary>
    public void Forget(string token) => Interlocked.CompareExchange(ref _token, null, token);

    public void Dispose() => _gate.Dispose();

    private async Task FetchAsync(CancellationToken ct)
    {
        _endpoint ??= await DiscoverAsync(ct).ConfigureAwait(false);
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        var credentials = $"{Uri.EscapeDataString(options.ClientId)}:{Uri.EscapeDataString(options.ClientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        using var response = await http.SendAsync(request, ct).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<TokenAnswer>(ct).ConfigureAwait(false);
        if (string.IsNullOrEmpty(answer?.AccessToken))
            throw new HttpRequestException("The identity provider gave no token.");
        _freshUntil = options.Clock.GetUtcNow().AddSeconds(answer.ExpiresIn * KeptFor);
        _token = answer.AccessToken;
    }

    private async Task<string> DiscoverAsync(CancellationToken ct)
    {
        var document = await http.GetFromJsonAsync<Discovery>($"{options.Authority.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration", ct).ConfigureAwait(false);
        // The secret goes to the provider that was named, and nowhere else.
        return Uri.TryCreate(document?.TokenEndpoint, UriKind.Absolute, out var endpoint) && (endpoint.Scheme == Uri.UriSchemeHttps || endpoint.IsLoopback)
            ? endpoint.AbsoluteUri
            : throw new HttpRequestException("The identity provider names no usable token endpoint.");
    }

    private sealed record Discovery([property: JsonPropertyName("token_endpoint")] string? TokenEndpoint);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string? AccessToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
