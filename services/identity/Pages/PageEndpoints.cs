using Governance.Identity.Security;
using Governance.ServiceDefaults.Authorization;

namespace Governance.Identity.Pages;

internal static class PageEndpoints
{
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet(StyleSheet.Path, StyleSheet.Serve).WithName("Identity.ServeStyleSheet").AllowPublic("style of the sign-in pages");

        pages.MapGet(SignInPage.Path, (HttpContext http, SignInPage page, CancellationToken cancellationToken) => page.ShowAsync(http, cancellationToken))
            .WithName("Identity.ShowSignIn").AllowPublic("people sign in here");
        pages.MapPost(SignInPage.Path, (HttpContext http, SignInPage page, CancellationToken cancellationToken) => page.SubmitAsync(http, cancellationToken))
            .WithName("Identity.SignIn").AllowPublic("people sign in here").RequireRateLimiting(RateLimits.SignIn);

        pages.MapGet(ChangePasswordPage.Path, (HttpContext http, ChangePasswordPage page, CancellationToken cancellationToken) => page.ShowAsync(http, cancellationToken))
            .WithName("Identity.ShowChangePassword").AllowPublic("asks for the present password");
        pages.MapPost(ChangePasswordPage.Path, (HttpContext http, ChangePasswordPage page, CancellationToken cancellationToken) => page.SubmitAsync(http, cancellationToken))
            .WithName("Identity.ChangePassword").AllowPublic("asks for the present password").RequireRateLimiting(RateLimits.SignIn);

        pages.MapPost(SignOutPage.Path, (HttpContext http, SignOutPage page, CancellationToken cancellationToken) => page.SubmitAsync(http, cancellationToken))
            .WithName("Identity.SignOut").AllowPublic("ends the browser's own session");
    }
}
