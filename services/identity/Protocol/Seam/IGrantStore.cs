namespace Governance.Identity.Protocol.Seam;

/// <summary>Authorization codes and refresh tokens. Only hashes of them are stored.</summary>
internal interface IGrantStore
{
    Task<string> IssueCodeAsync(CodeRequest request, CancellationToken cancellationToken);

    /// <summary>Consumes the code. A second use revokes everything issued from it; a wrong verifier or redirect URI burns it.</summary>
    Task<RedeemedGrant?> RedeemCodeAsync(ProtocolClient client, CodeRedemption redemption, CancellationToken cancellationToken);

    /// <summary>Consumes the refresh token and issues the next. A second use revokes the whole family.</summary>
    Task<RedeemedGrant?> RotateRefreshTokenAsync(ProtocolClient client, string refreshToken, CancellationToken cancellationToken);

    /// <summary>Revokes the grant behind a refresh token of this client. False when it is not such a token.</summary>
    Task<bool> RevokeByRefreshTokenAsync(ProtocolClient client, string refreshToken, CancellationToken cancellationToken);

    Task RevokeAccessTokenAsync(AccessTokenReference token, CancellationToken cancellationToken);

    /// <summary>False when the token, its grant, its user or its client has been revoked or disabled since it was issued.</summary>
    Task<bool> IsAccessTokenAliveAsync(AccessTokenReference token, CancellationToken cancellationToken);
}

internal sealed record CodeRequest(
    string ClientId,
    SignedIn Session,
    IReadOnlyList<string> Scopes,
    string RedirectUri,
    string CodeChallenge,
    string? Nonce);

internal sealed record CodeRedemption(string Code, string RedirectUri, string CodeVerifier);

/// <param name="RefreshToken">Only where offline access was asked for and the client may refresh.</param>
internal sealed record RedeemedGrant(
    Guid GrantId,
    Guid UserId,
    Guid SessionId,
    DateTimeOffset AuthenticatedAt,
    IReadOnlyList<string> Scopes,
    string? Nonce,
    string? RefreshToken);

/// <param name="GrantId">Null for a client's own token.</param>
internal sealed record AccessTokenReference(string TokenId, string ClientId, Guid? GrantId, DateTimeOffset ExpiresAt);
