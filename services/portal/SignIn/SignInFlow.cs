using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Governance.Portal.Security;
using Governance.Portal.Sessions;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Governance.Portal.SignIn;

/// <summary>Authorization code with PKCE (RFC 7636, RFC 9700): what a sign-in began with lies sealed in a cookie of this browser.</summary>
internal sealed class SignInFlow(IdentityProvider provider, SessionStore sessions, Vault vault, IOptions<PortalOptions> options, TimeProvider clock)
{
    private const string Purpose = "sign-in";

    private sealed record Attempt(string State, string Nonce, string Verifier, string ReturnPath, DateTimeOffset StartedAt);

    public async Task<IResult> StartAsync(HttpContext http, string? returnPath, CancellationToken ct)
    {
        var attempt = new Attempt(Random(), Random(), Random(), LocalPath.OrHome(returnPath), clock.GetUtcNow());
        http.Response.Cookies.Append(SessionCookie.AttemptName, Base64Url.EncodeToString(vault.Seal(attempt, Purpose)), SessionCookie.Attempt);
        var query = new QueryBuilder
        {
            { "response_type", "code" },
            { "client_id", provider.ClientId },
            { "redirect_uri", options.Value.RedirectUri },
            { "scope", "openid profile offline_access" },
            { "state", attempt.State },
            { "nonce", attempt.Nonce },
            { "code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(attempt.Verifier))) },
            { "code_challenge_method", "S256" },
        };
        return TypedResults.Redirect((await provider.DiscoverAsync(ct)).AuthorizationEndpoint + query);
    }

    public async Task<IResult> FinishAsync(HttpContext http, CancellationToken ct)
    {
        var attempt = ReadAttempt(http);
        http.Response.Cookies.Delete(SessionCookie.AttemptName, SessionCookie.Attempt);
        var query = http.Request.Query;
        // RFC 9207: an answer that another provider's server made is refused.
        var isOurs = attempt is not null && query["state"] == attempt.State && (!query.ContainsKey("iss") || query["iss"] == provider.Issuer);
        if (!isOurs || query["code"] is not [{ Length: > 0 } code])
            return Failed(isOurs ? "refused" : "expired");
        if (await provider.RedeemAsync(code, attempt!.Verifier, options.Value.RedirectUri, attempt.Nonce, ct) is not { } redeemed)
            return Failed("refused");

        // A new value for every sign-in, so that one planted beforehand is worth nothing.
        var value = await sessions.StartAsync(redeemed.Id.Subject, redeemed.Id.TryGetPayloadValue<string>("sid", out var sid) ? sid : null, redeemed.Tokens, ct);
        http.Response.Cookies.Append(SessionCookie.Name, value, SessionCookie.Session);
        return TypedResults.LocalRedirect(attempt.ReturnPath);
    }

    /// <summary>Ends every portal session of the sign-in and revokes its tokens; the browser then goes to the provider, which ends its own.</summary>
    public async Task<string> EndAsync(HttpContext http, CancellationToken ct)
    {
        var session = await TryFindAsync(http, ct);
        http.Response.Cookies.Delete(SessionCookie.Name, SessionCookie.Session);
        if (session is null)
            return "/signed-out";
        await sessions.EndAsync(session, ct);
        try
        {
            await provider.RevokeAsync(session.Tokens, ct);
            return (await provider.DiscoverAsync(ct)).EndSessionEndpoint is { Length: > 0 } endpoint
                ? QueryHelpers.AddQueryString(endpoint, new Dictionary<string, string?>
                {
                    ["id_token_hint"] = session.Tokens.Id,
                    ["post_logout_redirect_uri"] = options.Value.SignedOutUri,
                })
                : "/signed-out";
        }
        catch (ProviderUnavailableException)
        {
            return "/signed-out";
        }
    }

    private async Task<CurrentSession?> TryFindAsync(HttpContext http, CancellationToken ct)
    {
        try
        {
            return await sessions.FindAsync(http, ct);
        }
        catch (ProviderUnavailableException)
        {
            return null;
        }
    }

    private Attempt? ReadAttempt(HttpContext http)
    {
        if (http.Request.Cookies[SessionCookie.AttemptName] is not { Length: > 0 and < 4096 } cookie || !Base64Url.IsValid(cookie))
            return null;
        var attempt = vault.Open<Attempt>(Base64Url.DecodeFromChars(cookie), Purpose);
        return attempt is not null && clock.GetUtcNow() - attempt.StartedAt < SessionCookie.Attempt.MaxAge ? attempt : null;
    }

    private static RedirectHttpResult Failed(string why) => TypedResults.LocalRedirect("/sign-in-failed?reason=" + why);

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
