using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Testing;

/// <summary>A fake identity provider: real discovery and keys over HTTP, but it issues whatever token a test asks for.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "governance";

    private readonly ECDsa _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsaSecurityKey _key;
    private readonly WebApplication _app;

    private TestIssuer()
    {
        _key = new ECDsaSecurityKey(_ecdsa) { KeyId = "test" };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => new
        {
            issuer = Url,
            jwks_uri = $"{Url}/jwks",
            token_endpoint = $"{Url}/token",
        });
        _app.MapGet("/jwks", () =>
        {
            var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(_key);
            return new { keys = new[] { new { kty = jwk.Kty, crv = jwk.Crv, x = jwk.X, y = jwk.Y, kid = jwk.Kid, use = "sig", alg = "ES256" } } };
        });
        // Client credentials: the client's name decides nothing, every permission is given.
        _app.MapPost("/token", () => new { access_token = Token("service", [.. Contracts.Permissions.All], "client"), token_type = "Bearer", expires_in = 600 });
    }

    public string Url => _app.Urls.First();

    public static async Task<TestIssuer> StartAsync()
    {
        var issuer = new TestIssuer();
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <param name="subject">The caller's id.</param>
    public string Token(string subject, IReadOnlyList<string> permissions, string actorType = "user") => Token(new()
    {
        ["sub"] = subject,
        ["actor_type"] = actorType,
        ["permissions"] = permissions,
    });

    /// <summary>A token with chosen claims and flaws.</summary>
    public string Token(Dictionary<string, object> claims, string? issuer = null, string? audience = null, TimeSpan? lifetime = null, SecurityKey? key = null, string type = "at+jwt")
    {
        // Real time: the services under test check the lifetime against the machine's clock.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var life = lifetime ?? TimeSpan.FromMinutes(10);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Url,
            Audience = audience ?? Audience,
            IssuedAt = now.AddMinutes(-20),
            NotBefore = now.AddMinutes(-20),
            Expires = now + life,
            Claims = claims,
            TokenType = type,
            SigningCredentials = new SigningCredentials(key ?? _key, SecurityAlgorithms.EcdsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _ecdsa.Dispose();
    }
}
