using Governance.Identity.Protocol.Seam;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Identity.Protocol;

/// <summary>Reads tokens of this server that come back to its own protocol endpoints.</summary>
internal sealed class TokenReader(ISigningKeys keys, IOptions<ProtocolOptions> options, TimeProvider clock, TokenAudience audience)
{
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <summary>A valid, unexpired access token, or null.</summary>
    public async Task<JsonWebToken?> ReadAccessTokenAsync(string token, CancellationToken cancellationToken)
    {
        var jwt = await ReadAsync(token, OAuth.AccessTokenType, audience.Value, cancellationToken);
        return jwt is not null && jwt.ValidTo > clock.GetUtcNow().UtcDateTime ? jwt : null;
    }

    /// <summary>An id token as a hint: genuine, but it may have expired (OpenID Connect RP-Initiated Logout section 2).</summary>
    public Task<JsonWebToken?> ReadIdTokenHintAsync(string token, CancellationToken cancellationToken) =>
        ReadAsync(token, "JWT", null, cancellationToken);

    public static AccessTokenReference Reference(JsonWebToken jwt) => new(
        jwt.Id,
        jwt.TryGetPayloadValue<string>("client_id", out var client) ? client : "",
        jwt.TryGetPayloadValue<string>(OAuth.GrantIdClaim, out var grant) && Guid.TryParse(grant, out var id) ? id : null,
        new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero));

    private async Task<JsonWebToken?> ReadAsync(string token, string type, string? requiredAudience, CancellationToken cancellationToken)
    {
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = options.Value.IssuerUrl,
            ValidateAudience = requiredAudience is not null,
            ValidAudience = requiredAudience,
            ValidateLifetime = false,
            ValidTypes = [type],
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKeys = await keys.GetPublishedAsync(cancellationToken),
        });
        return result.IsValid ? (JsonWebToken)result.SecurityToken : null;
    }
}
