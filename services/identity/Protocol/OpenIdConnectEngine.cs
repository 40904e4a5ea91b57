using Governance.Identity.Protocol.Seam;
using Governance.Identity.Security;
using Governance.ServiceDefaults.Authorization;
using Microsoft.AspNetCore.WebUtilities;

namespace Governance.Identity.Protocol;

/// <summary>The built-in engine.</summary>
internal sealed class OpenIdConnectEngine(IServiceScopeFactory scopes) : IProtocolEngine
{
    private static readonly string[] GetOrPost = [HttpMethods.Get, HttpMethods.Post];

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        var protocol = routes.MapGroup("").ExcludeFromDescription();
        protocol.MapGet(OAuth.Paths.Discovery, DiscoveryEndpoints.Describe).WithName("Identity.Discover")
            .AllowPublic("OpenID Connect discovery").RequireCors(ClientOriginCors.Policy);
        protocol.MapGet(OAuth.Paths.Jwks, DiscoveryEndpoints.PublishKeysAsync).WithName("Identity.PublishKeys")
            .AllowPublic("public keys of the issuer").RequireCors(ClientOriginCors.Policy);
        protocol.MapMethods(OAuth.Paths.Authorize, GetOrPost, AuthorizeEndpoint.HandleAsync).WithName("Identity.Authorize")
            .AllowPublic("start of a sign-in");
        protocol.MapPost(OAuth.Paths.Token, TokenEndpoint.HandleAsync).WithName("Identity.IssueToken")
            .AllowPublic("clients authenticate themselves here").RequireCors(ClientOriginCors.Policy).RequireRateLimiting(RateLimits.Token);
        protocol.MapPost(OAuth.Paths.Revocation, RevocationEndpoint.HandleAsync).WithName("Identity.RevokeToken")
            .AllowPublic("clients authenticate themselves here").RequireCors(ClientOriginCors.Policy).RequireRateLimiting(RateLimits.Token);
        protocol.MapMethods(OAuth.Paths.UserInfo, GetOrPost, UserInfoEndpoint.HandleAsync).WithName("Identity.DescribeUser")
            .AllowPublic("checks the access token itself").RequireCors(ClientOriginCors.Policy);
        protocol.MapMethods(OAuth.Paths.EndSession, GetOrPost, EndSessionEndpoint.HandleAsync).WithName("Identity.EndSession")
            .AllowPublic("ends the browser's own session");
    }

    public async Task<PendingSignIn?> FindPendingSignInAsync(string? returnUrl, CancellationToken cancellationToken)
    {
        // The only local address a sign-in continues at; "//host", "/\host" and absolute URLs never begin like this.
        const string start = OAuth.Paths.Authorize + "?";
        if (returnUrl is null || !returnUrl.StartsWith(start, StringComparison.Ordinal) || returnUrl.Any(char.IsControl))
            return null;
        await using var scope = scopes.CreateAsyncScope();
        var parameters = ProtocolParameters.From(QueryHelpers.ParseQuery(returnUrl[(start.Length - 1)..]));
        var clients = scope.ServiceProvider.GetRequiredService<IClientDirectory>();
        var (request, _) = await AuthorizeRequestReader.ReadAsync(parameters, clients, cancellationToken);
        return request is null ? null : new PendingSignIn(returnUrl, request.Client.Name, new Uri(request.RedirectUri));
    }

    public async Task<Uri?> FindPostLogoutTargetAsync(string? clientId, string? redirectUri, string? state, CancellationToken cancellationToken)
    {
        if (clientId is null || redirectUri is null)
            return null;
        await using var scope = scopes.CreateAsyncScope();
        var client = await scope.ServiceProvider.GetRequiredService<IClientDirectory>().FindActiveAsync(clientId, cancellationToken);
        if (client is null || !client.HasPostLogoutRedirectUri(redirectUri))
            return null;
        return new Uri(state is null ? redirectUri : QueryHelpers.AddQueryString(redirectUri, "state", state));
    }
}
