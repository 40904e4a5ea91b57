using Governance.Portal.Security;
using Governance.Portal.Sessions;
using Governance.ServiceDefaults.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Governance.Portal.SignIn;

/// <param name="User">Null when nobody is signed in.</param>
internal sealed record SessionView(SignedInUser? User);

/// <param name="Permissions">What the pages show. What may be done is decided by the services.</param>
internal sealed record SignedInUser(string Id, string Name, IReadOnlyList<string> Permissions, DateTimeOffset SessionEndsAt);

/// <param name="Location">Where the browser goes to end its session at the identity provider as well.</param>
internal sealed record SignedOut(string Location);

internal static class SignInEndpoints
{
    public static void MapSignIn(this WebApplication app)
    {
        app.MapGet("/sign-in", (HttpContext http, SignInFlow flow, string? returnUrl, CancellationToken ct) => OrUnavailable(() => flow.StartAsync(http, returnUrl, ct)))
            .WithName("Portal.StartSignIn").AllowPublic("Sends the browser to the identity provider.").ExcludeFromDescription();
        app.MapGet("/callback", (HttpContext http, SignInFlow flow, CancellationToken ct) => OrUnavailable(() => flow.FinishAsync(http, ct)))
            .WithName("Portal.FinishSignIn").AllowPublic("The identity provider sends the browser back.").ExcludeFromDescription();
        var session = app.MapGroup("/v1/session").WithTags("Session").AddEndpointFilter<SameOrigin>();
        session.MapGet("", GetAsync).WithName("Portal.GetSession").AllowPublic("Says whether somebody is signed in.");
        session.MapPost("/end", async (HttpContext http, SignInFlow flow, CancellationToken ct) => TypedResults.Ok(new SignedOut(await flow.EndAsync(http, ct))))
            .WithName("Portal.SignOut").AllowPublic("The session's own cookie is asked for.");
    }

    private static async Task<IResult> GetAsync(HttpContext http, SessionStore sessions, CancellationToken ct)
    {
        try
        {
            return TypedResults.Ok(new SessionView(await sessions.FindAsync(http, ct) is { } session ? UserOf(session) : null));
        }
        catch (ProviderUnavailableException)
        {
            return Unavailable.Provider(http);
        }
    }

    // The token came straight from the provider; the services check it at every call.
    private static SignedInUser UserOf(CurrentSession session)
    {
        var token = new JsonWebToken(session.Tokens.Access);
        return new(
            session.Subject,
            token.TryGetPayloadValue<string>("name", out var name) ? name : session.Subject,
            [.. token.Claims.Where(c => c.Type == PermissionAuthorization.PermissionClaim).Select(c => c.Value).Order(StringComparer.Ordinal)],
            session.ExpiresAt);
    }

    private static async Task<IResult> OrUnavailable(Func<Task<IResult>> next)
    {
        try
        {
            return await next();
        }
        catch (ProviderUnavailableException)
        {
            return TypedResults.LocalRedirect("/sign-in-failed?reason=unavailable");
        }
    }
}
