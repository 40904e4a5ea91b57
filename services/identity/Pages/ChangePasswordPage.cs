using Governance.Identity.Protocol.Seam;
using Governance.Identity.SignIn;
using Microsoft.AspNetCore.Antiforgery;

namespace Governance.Identity.Pages;

/// <summary>A person's own new password: proves the old one, ends all other sessions and signs in.</summary>
internal sealed class ChangePasswordPage(IProtocolEngine engine, PasswordSignIn signIn, IAntiforgery antiforgery)
{
    public const string Path = "/change-password";

    public async Task<IResult> ShowAsync(HttpContext http, CancellationToken cancellationToken) =>
        Form(http, antiforgery, await engine.FindPendingSignInAsync(http.Request.Query["returnUrl"], cancellationToken), "", null);

    public async Task<IResult> SubmitAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (await FormPost.ReadAsync(http, antiforgery, cancellationToken) is not { } form)
            return FormPost.Refuse();
        var pending = await engine.FindPendingSignInAsync(form["returnUrl"], cancellationToken);
        var (email, password, chosen) = (form["email"].ToString(), form["password"].ToString(), form["newPassword"].ToString());
        if (password.Length == 0)
            return Form(http, antiforgery, pending, "", "That didn't work. Check e-mail and password.");
        if (chosen != form["newPasswordAgain"])
            return Form(http, antiforgery, pending, email, "The two new passwords differ.");

        var result = await signIn.SignInAsync(email, password, chosen, cancellationToken);
        return result.Outcome == SignInOutcome.SignedIn
            ? await SignInPage.ContinueAsync(http, result.Session!, pending)
            : Form(http, antiforgery, pending, email, result.Problems is { } problems ? string.Join(' ', problems) : "That didn't work. Check e-mail and password.");
    }

    public static Page Form(HttpContext http, IAntiforgery antiforgery, PendingSignIn? pending, string email, string? problem) => new("Choose a new password", $"""
        {(problem is null ? "" : $"<p role=\"alert\" class=\"alert\" id=\"problem\">{Page.Encode(problem)}</p>")}
        <form method="post" action="{Path}">
          {FormPost.TokenField(http, antiforgery)}
          <input type="hidden" name="returnUrl" value="{Page.Encode(pending?.ReturnUrl)}">
          <label for="email">E-mail</label>
          <input id="email" name="email" type="email" autocomplete="username" required maxlength="256" value="{Page.Encode(email)}">
          <label for="password">Present password</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256">
          <label for="new-password">New password</label>
          <p class="hint" id="rules">At least 12 characters, 6 of them different.</p>
          <input id="new-password" name="newPassword" type="password" autocomplete="new-password" required minlength="12" maxlength="256" aria-describedby="rules">
          <label for="new-password-again">New password again</label>
          <input id="new-password-again" name="newPasswordAgain" type="password" autocomplete="new-password" required minlength="12" maxlength="256">
          <button type="submit">Change password</button>
        </form>
        """, problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized, pending?.RedirectUri);
}
