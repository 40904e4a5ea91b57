using Governance.Identity.Protocol.Seam;
using Governance.Identity.Sessions;
using Governance.Identity.SignIn;
using Microsoft.AspNetCore.Antiforgery;

namespace Governance.Identity.Pages;

/// <summary>Asks for e-mail and password and goes on with the application's request. No other address is ever gone to.</summary>
internal sealed class SignInPage(IProtocolEngine engine, PasswordSignIn signIn, IAntiforgery antiforgery)
{
    public const string Path = "/sign-in";
    private const string Refusal = "That didn't work. Check e-mail and password; after several failures an account is locked for a while.";

    public async Task<IResult> ShowAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var pending = await engine.FindPendingSignInAsync(http.Request.Query["returnUrl"], cancellationToken);
        return Form(http, pending, "", null);
    }

    public async Task<IResult> SubmitAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (await FormPost.ReadAsync(http, antiforgery, cancellationToken) is not { } form)
            return FormPost.Refuse();
        var pending = await engine.FindPendingSignInAsync(form["returnUrl"], cancellationToken);
        var (email, password) = (form["email"].ToString(), form["password"].ToString());
        if (password.Length == 0)
            return Form(http, pending, "", Refusal);

        var result = await signIn.SignInAsync(email, password, null, cancellationToken);
        return result.Outcome switch
        {
            SignInOutcome.SignedIn => await ContinueAsync(http, result.Session!, pending),
            SignInOutcome.PasswordChangeNeeded => ChangePasswordPage.Form(http, antiforgery, pending, email, "Your password was set by an administrator. Choose your own."),
            _ => Form(http, pending, email, Refusal),
        };
    }

    public static async Task<IResult> ContinueAsync(HttpContext http, SignInSession session, PendingSignIn? pending)
    {
        await SessionStore.SetCookieAsync(http, session);
        return pending is not null
            ? SeeOther.To(pending.ReturnUrl)
            : new Page("You are signed in", "<p>Open the application you want to use.</p>");
    }

    private Page Form(HttpContext http, PendingSignIn? pending, string email, string? problem)
    {
        var title = pending is null ? "Sign in" : $"Sign in to {pending.ClientName}";
        return new Page(title, $"""
            {(problem is null ? "" : $"<p role=\"alert\" class=\"alert\" id=\"problem\">{Page.Encode(problem)}</p>")}
            <form method="post" action="{Path}">
              {FormPost.TokenField(http, antiforgery)}
              <input type="hidden" name="returnUrl" value="{Page.Encode(pending?.ReturnUrl)}">
              <label for="email">E-mail</label>
              <input id="email" name="email" type="email" autocomplete="username" required maxlength="256" value="{Page.Encode(email)}"{(problem is null ? " autofocus" : " aria-describedby=\"problem\"")}>
              <label for="password">Password</label>
              <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256"{(problem is null ? "" : " autofocus aria-describedby=\"problem\"")}>
              <button type="submit">Sign in</button>
            </form>
            """, problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized, pending?.RedirectUri);
    }
}
