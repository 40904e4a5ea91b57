using System.Security.Cryptography;
using System.Text;
using Governance.Identity.Protocol.Seam;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Identity.Protocol;

/// <summary>Makes access tokens (RFC 9068) and id tokens (OpenID Connect Core section 2).</summary>
internal sealed class TokenFactory(ISigningKeys keys, IOptions<ProtocolOptions> options, TimeProvider clock, TokenAudience audience)
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    public Task<string> CreateAccessTokenAsync(ProtocolClient client, CancellationToken cancellationToken) =>
        CreateAccessTokenAsync(client.Id, client, "client", client.Permissions, [], cancellationToken);

    public Task<string> CreateAccessTokenAsync(ProtocolClient client, Subject subject, RedeemedGrant grant, CancellationToken cancellationToken) =>
        CreateAccessTokenAsync(subject.Id.ToString(), client, "user", subject.Permissions, new()
        {
            [JwtRegisteredClaimNames.Name] = subject.DisplayName,
            [OAuth.GrantIdClaim] = grant.GrantId.ToString(),
            [JwtRegisteredClaimNames.AuthTime] = grant.AuthenticatedAt.ToUnixTimeSeconds(),
            ["scope"] = string.Join(' ', grant.Scopes),
        }, cancellationToken);

    /// <summary>Name and e-mail are left to userinfo (OpenID Connect Core section 5.4): an id token comes back in a URL as id_token_hint.</summary>
    public async Task<string> CreateIdTokenAsync(
        ProtocolClient client, Subject subject, RedeemedGrant grant, string accessToken, CancellationToken cancellationToken)
    {
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = subject.Id.ToString(),
            [JwtRegisteredClaimNames.Sid] = grant.SessionId.ToString(),
            [JwtRegisteredClaimNames.AuthTime] = grant.AuthenticatedAt.ToUnixTimeSeconds(),
            [JwtRegisteredClaimNames.AtHash] = LeftHalfHash(accessToken),
        };
        if (grant.Nonce is not null)
            claims[JwtRegisteredClaimNames.Nonce] = grant.Nonce;
        return await SignAsync("JWT", client.Id, claims, cancellationToken);
    }

    private Task<string> CreateAccessTokenAsync(
        string subject, ProtocolClient client, string actorType, IReadOnlyList<string> permissions, Dictionary<string, object> claims, CancellationToken cancellationToken)
    {
        claims[JwtRegisteredClaimNames.Sub] = subject;
        claims[JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        claims["client_id"] = client.Id;
        claims[OAuth.ActorTypeClaim] = actorType;
        claims[OAuth.PermissionsClaim] = permissions.ToArray();
        return SignAsync(OAuth.AccessTokenType, audience.Value, claims, cancellationToken);
    }

    private async Task<string> SignAsync(string type, string tokenAudience, Dictionary<string, object> claims, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = options.Value.IssuerUrl,
            Audience = tokenAudience,
            IssuedAt = now,
            Expires = now + options.Value.AccessTokenLifetime,
            Claims = claims,
            SigningCredentials = await keys.GetCurrentAsync(cancellationToken),
        });
    }

    private static string LeftHalfHash(string token) =>
        Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(token)).AsSpan(0, 16).ToArray());
}

/// <summary>Audience of access tokens, the same value that every service asks for.</summary>
internal sealed record TokenAudience(string Value);
