using Governance.Portal.PrivacyCentre.Calls;

namespace Governance.Portal.PrivacyCentre.Pages;

/// <summary>A person shows by a code that an address is theirs. Every address gets a code and the same pages, known or not.</summary>
internal sealed class SignInPage(PublicRequests requests)
{
    public const string ForRequests = "requests";
    public const string ForPreferences = "preferences";

    public static IResult Show(PageContext context) => Target(context) is { } target ? Form(context, target, []) : Messages.Missing(context);

    public async Task<IResult> SendAsync(PageContext context, CancellationToken ct)
    {
        if (Target(context) is not { } target)
            return Messages.Missing(context);
        var email = context.Field("email");
        if (email.Length == 0)
            return Form(context, target, [new("email", context.Say["error.email"])]);
        var answer = await requests.StartCheckAsync(email, FilePage.MailLanguage(context.Say), ct);
        if (answer.TooOften)
            return context.TooOften(answer.RetryAfter);
        if (answer.Value is not { } started)
            return Form(context, target, [new("email", context.Say["error.email"])]);
        context.Remember(context.Visit.WithoutAccess() with { Email = email, Check = started.Id });
        return PageContext.GoTo(Paths.Code(target));
    }

    public static IResult ShowCode(PageContext context) => (Target(context), context.Visit.Check) switch
    {
        (null, _) => Messages.Missing(context),
        ({ } target, null) => PageContext.GoTo(Paths.SignIn(target)),
        ({ } target, _) => CodeForm(context, target, []),
    };

    public async Task<IResult> ConfirmAsync(PageContext context, CancellationToken ct)
    {
        if (Target(context) is not { } target)
            return Messages.Missing(context);
        if (context.Visit.Check is not { } check)
            return PageContext.GoTo(Paths.SignIn(target));
        if (context.Field("code").Length == 0)
            return CodeForm(context, target, [new("code", context.Say["error.code"])]);
        var answer = await requests.ConfirmAddressAsync(check, context.Field("code"), ct);
        if (answer.TooOften)
            return context.TooOften(answer.RetryAfter);
        if (answer.Value is not { } opened)
            return CodeForm(context, target, [new("code", Parts.CodeProblem(context.Say, answer.Code))]);
        context.Remember(context.Visit with { AccessSecret = opened.AccessSecret, AccessUntil = opened.ExpiresAt });
        return PageContext.GoTo($"{Paths.Root}/{target}");
    }

    public async Task<IResult> LeaveAsync(PageContext context, CancellationToken ct)
    {
        if (context.Visit is { Check: { } check, AccessSecret: { } secret })
            await requests.EndAccessAsync(check, secret, ct);
        context.Remember(context.Visit.WithoutAccess() with { Filed = null, FiledSecret = null });
        return PageContext.GoTo(Paths.Root);
    }

    private static string? Target(PageContext context) => context.Http.Request.RouteValues["target"] is ForRequests or ForPreferences ? (string)context.Http.Request.RouteValues["target"]! : null;

    private static IResult Form(PageContext context, string target, FieldError[] errors)
    {
        var say = context.Say;
        return context.Page(say[$"sign-in.{target}"], Html.Of($"""
            {Parts.Back(say)}
            {Parts.Summary(say, errors)}
            <h1>{say[$"sign-in.{target}"]}</h1>
            <p class="lead">{say["sign-in.text"]}</p>
            <form method="post" action="{Paths.SignIn(target)}" novalidate>
              {context.Token}
              {Parts.Email(context, say[$"sign-in.{target}.hint"], errors)}
              <button type="submit">{say["sign-in.send"]}</button>
            </form>
            """), errors.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, errors.Length > 0);
    }

    private static IResult CodeForm(PageContext context, string target, FieldError[] errors)
    {
        var say = context.Say;
        return context.Page(say["confirm.title"], Html.Of($"""
            {Parts.Back(say)}
            {Parts.Summary(say, errors)}
            <h1>{say["confirm.title"]}</h1>
            <p class="lead">{say.Say("sign-in.code.text", ("email", context.Visit.Email ?? ""))}</p>
            <form method="post" action="{Paths.Code(target)}" novalidate>
              {context.Token}
              {Parts.Code(context, errors)}
              <button type="submit">{say["sign-in.go"]}</button>
            </form>
            <p class="aside"><a href="{Paths.SignIn(target)}">{say["sign-in.again"]}</a></p>
            """), errors.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, errors.Length > 0);
    }
}
