using Governance.Identity.Pages;
using Governance.Identity.Protocol.Seam;

namespace Governance.Identity.Protocol;

/// <summary>OpenID Connect RP-Initiated Logout 1.0. Without a genuine hint for the current session the user is asked first.</summary>
internal static class EndSessionEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext http, IProtocolEngine engine, ISignInSessions sessions, TokenReader reader, SignOutPage page, CancellationToken cancellationToken)
    {
        var parameters = await ProtocolParameters.ReadAsync(http.Request, cancellationToken);
        if (parameters is null || parameters.Problem is not null)
            return ErrorPage.Show("The sign-out request can't be read.");

        var hint = parameters["id_token_hint"] is { } token ? await reader.ReadIdTokenHintAsync(token, cancellationToken) : null;
        var clientId = parameters["client_id"] ?? hint?.Audiences.FirstOrDefault();
        if (hint is not null && !hint.Audiences.Contains(clientId, StringComparer.Ordinal))
            return ErrorPage.Show("The sign-out request names another application than its token.");

        var redirectUri = parameters["post_logout_redirect_uri"];
        var target = await engine.FindPostLogoutTargetAsync(clientId, redirectUri, parameters["state"], cancellationToken);
        if (redirectUri is not null && target is null)
            return ErrorPage.Show("The address to return to after signing out is not registered.");

        var session = await sessions.FindCurrentAsync(http, cancellationToken);
        var hintIsForSession = hint is not null && (session is null
            || (hint.TryGetPayloadValue<string>("sid", out var sid) && sid == session.SessionId.ToString()));
        if (session is not null && !hintIsForSession)
            return page.Ask(http, new SignOutRequest(clientId, redirectUri, parameters["state"]), target);

        await sessions.EndCurrentAsync(http, cancellationToken);
        // Only a genuine token shows that the application is asking; anyone can write a link with a client id.
        return hintIsForSession && target is not null ? SeeOther.To(target.AbsoluteUri) : SignOutPage.SignedOut(target);
    }
}
