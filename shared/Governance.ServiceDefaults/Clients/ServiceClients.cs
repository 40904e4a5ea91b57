using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Governance.ServiceDefaults.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Governance.ServiceDefaults.Clients;

public static class ServiceClients
{
    /// <summary>Adds a named <see cref="HttpClient"/> for another service (<c>Services:{name}</c>), with this service's own access token.</summary>
    public static IHttpClientBuilder AddServiceClient(this WebApplicationBuilder builder, string name)
    {
        builder.Services.AddOptions<ServiceClientOptions>().BindConfiguration("ServiceClient").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton<AccessTokens>();
        builder.Services.TryAddTransient<AccessTokenHandler>();
        builder.Services.AddHttpClient(AccessTokens.TokenClient);
        return builder.Services.AddHttpClient(name, (sp, client) =>
        {
            var url = builder.Configuration[$"Services:{name}"] ?? throw new OptionsValidationException("Services", typeof(string), [$"Services:{name} is required."]);
            client.BaseAddress = new Uri(url.TrimEnd('/') + "/");
        }).AddHttpMessageHandler<AccessTokenHandler>();
    }
}

/// <summary>How the service itself signs in at the identity provider (client credentials).</summary>
public sealed class ServiceClientOptions
{
    [Required(ErrorMessage = "ServiceClient:ClientId is required.")]
    public string ClientId { get; set; } = "";

    [Required(ErrorMessage = "ServiceClient:ClientSecret is required.")]
    public string ClientSecret { get; set; } = "";
}

/// <summary>The service's own access token, fetched by client credentials (RFC 6749 section 4.4) and kept until shortly before it expires.</summary>
internal sealed class AccessTokens(IHttpClientFactory clients, IOptions<AuthenticationOptions> authentication, IOptions<ServiceClientOptions> options, TimeProvider clock) : IDisposable
{
    public const string TokenClient = "token";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _endpoint;
    private string? _token;
    private DateTimeOffset _expiresAt;

    public async Task<string> GetAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            if (_token is null || clock.GetUtcNow() >= _expiresAt)
                await FetchAsync(ct);
            return _token!;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Drops a token that a service did not accept.</summary>
    public void Forget(string token) => Interlocked.CompareExchange(ref _token, null, token);

    private async Task FetchAsync(CancellationToken ct)
    {
        var http = clients.CreateClient(TokenClient);
        _endpoint ??= (await http.GetFromJsonAsync<Discovery>($"{authentication.Value.Authority.TrimEnd('/')}/.well-known/openid-configuration", ct))!.TokenEndpoint;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" });
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = form };
        var credentials = $"{Uri.EscapeDataString(options.Value.ClientId)}:{Uri.EscapeDataString(options.Value.ClientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(credentials)));
        using var response = await http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        var answer = (await response.Content.ReadFromJsonAsync<TokenAnswer>(ct))!;
        _expiresAt = clock.GetUtcNow().AddSeconds(answer.ExpiresIn * 0.8);
        _token = answer.AccessToken;
    }

    public void Dispose() => _gate.Dispose();

    private sealed record Discovery([property: JsonPropertyName("token_endpoint")] string TokenEndpoint);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn);
}

internal sealed class AccessTokenHandler(AccessTokens tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.Unauthorized)
            tokens.Forget(token);
        return response;
    }
}
