using Governance.Identity.Protocol.Seam;
using Microsoft.AspNetCore.Antiforgery;

namespace Governance.Identity.Pages;

internal sealed record SignOutRequest(string? ClientId, string? RedirectUri, string? State);

/// <summary>Asks before signing out when nobody proved that the application wants it.</summary>
internal sealed class SignOutPage(IProtocolEngine engine, ISignInSessions sessions, IAntiforgery antiforgery)
{
    public const string Path = "/sign-out";

    public IResult Ask(HttpContext http, SignOutRequest request, Uri? target) => new Page("Sign out?", $"""
        <p>You are about to sign out of Governance and of the applications you opened with it.</p>
        <form method="post" action="{Path}">
          {FormPost.TokenField(http, antiforgery)}
          <input type="hidden" name="client_id" value="{Page.Encode(request.ClientId)}">
          <input type="hidden" name="post_logout_redirect_uri" value="{Page.Encode(request.RedirectUri)}">
          <input type="hidden" name="state" value="{Page.Encode(request.State)}">
          <button type="submit">Sign out</button>
        </form>
        """, formTarget: target);

    public async Task<IResult> SubmitAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (await FormPost.ReadAsync(http, antiforgery, cancellationToken) is not { } form)
            return FormPost.Refuse();
        var target = await engine.FindPostLogoutTargetAsync(Value("client_id"), Value("post_logout_redirect_uri"), Value("state"), cancellationToken);
        await sessions.EndCurrentAsync(http, cancellationToken);
        return target is null ? SignedOut(null) : SeeOther.To(target.AbsoluteUri);

        string? Value(string name) => form[name].ToString() is { Length: > 0 } value ? value : null;
    }

    /// <param name="target">Offered as a link.</param>
    public static IResult SignedOut(Uri? target) => new Page(
        "You are signed out",
        target is null ? "<p>You can close this window.</p>" : $"<p><a href=\"{Page.Encode(target.AbsoluteUri)}\">Return to the application</a></p>");
}
