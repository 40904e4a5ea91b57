namespace Governance.Identity.Protocol.Seam;

/// <summary>
/// The OpenID Connect engine. What it needs of the service are the other interfaces of this folder, so another engine
/// (Duende IdentityServer, for instance) takes its place by implementing this one over them.
/// </summary>
internal interface IProtocolEngine
{
    /// <summary>Maps discovery, keys, authorize, token, userinfo, revocation and end-session.</summary>
    void MapEndpoints(IEndpointRouteBuilder routes);

    /// <summary>The sign-in that a return URL of the sign-in page continues, or null when the URL is not one of this engine's.</summary>
    Task<PendingSignIn?> FindPendingSignInAsync(string? returnUrl, CancellationToken cancellationToken);

    /// <summary>Where a signed-out browser may go; null unless the client has registered exactly this URI.</summary>
    Task<Uri?> FindPostLogoutTargetAsync(string? clientId, string? redirectUri, string? state, CancellationToken cancellationToken);
}

/// <param name="ReturnUrl">Local path and query of the authorize endpoint.</param>
/// <param name="RedirectUri">Registered URI that the answer will be sent to.</param>
internal sealed record PendingSignIn(string ReturnUrl, string ClientName, Uri RedirectUri);
