using System.Globalization;
using Governance.Portal.PrivacyCentre.Calls;
using Governance.Portal.PrivacyCentre.Texts;

namespace Governance.Portal.PrivacyCentre.Pages;

/// <summary>What the person has allowed. Yes and no take the same one click (GDPR Art. 7(3)).</summary>
internal sealed class PreferencesPage(PrivacyCentreOptions options, Preferences preferences)
{
    public async Task<IResult> ShowAsync(PageContext context, CancellationToken ct)
    {
        if (options.PreferenceSite is not { } site)
            return Messages.Missing(context);
        if (!context.Visit.HasAccess(context.Now))
            return PageContext.GoTo(Paths.SignIn(SignInPage.ForPreferences));
        var sheet = await preferences.ReadAsync(site, context.Visit.Email!, context.Say.Code, ct);
        return Sheet(context, sheet, context.Http.Request.Query["done"].ToString(), problem: null);
    }

    public async Task<IResult> ChangeAsync(PageContext context, CancellationToken ct)
    {
        if (options.PreferenceSite is not { } site)
            return Messages.Missing(context);
        if (!context.Visit.HasAccess(context.Now))
            return PageContext.GoTo(Paths.SignIn(SignInPage.ForPreferences));
        var (email, purpose, allowed) = (context.Visit.Email!, context.Field("purpose"), context.Field("allowed") == "yes");
        var version = int.TryParse(context.Field("notice"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        if (await preferences.ChangeAsync(site, email, purpose, allowed, version, allowed ? context.Field("language") : null, ct) is not { } problem)
            return PageContext.GoTo($"{Paths.Preferences}?done={(allowed ? "yes" : "no")}");
        return Sheet(context, await preferences.ReadAsync(site, email, context.Say.Code, ct), done: "", problem == "notice-changed" ? "preferences.changed" : "preferences.refused");
    }

    private static IResult Sheet(PageContext context, PreferenceSheet sheet, string done, string? problem)
    {
        var say = context.Say;
        return context.Page(say["preferences.title"], Html.Of($"""
            {Parts.Back(say)}
            <h1>{say["preferences.title"]}</h1>
            {Parts.Person(context)}
            {(problem is null ? Html.None : Html.Of($"<p class=\"summary\" role=\"alert\" tabindex=\"-1\" autofocus>{say[problem]}</p>"))}
            {(done is "yes" or "no" ? Html.Of($"<p class=\"good\" role=\"status\">{say[$"preferences.done.{done}"]}</p>") : Html.None)}
            <p class="lead">{say["preferences.text"]}</p>
            {Notice(say, sheet)}
            <ul class="purposes">{Html.Join(sheet.Purposes.Select(p => Purpose(context, sheet, p)))}</ul>
            {(sheet.Purposes.Count == 0 ? Html.Of($"<p class=\"note\">{say["preferences.none"]}</p>") : Html.None)}
            """), problem is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict, problem is not null);
    }

    private static Html Notice(Language say, PreferenceSheet sheet) => sheet.Notice is not { } notice
        ? Html.Of($"<p class=\"note\">{say["preferences.no-notice"]}</p>")
        : Html.Of($"""
            <details class="panel" open>
              <summary>{say["preferences.notice"]}</summary>
              <div class="text" lang="{notice.Language}">{notice.Text}</div>
            </details>
            """);

    private static Html Purpose(PageContext context, PreferenceSheet sheet, PurposeChoice purpose)
    {
        var say = context.Say;
        var reason = say.Has($"reason.{purpose.Reason}") ? say[$"reason.{purpose.Reason}"] : "";
        return Html.Of($"""
            <li>
              <div>
                <h2 id="p-{purpose.Code}">{purpose.Name}</h2>
                <p>{purpose.Description}</p>
                <p class="small"><span class="badge {(purpose.Allowed ? "good" : "plain")}">{say[purpose.Allowed ? "preferences.is.yes" : "preferences.is.no"]}</span> {reason}</p>
              </div>
              {Change(context, sheet, purpose)}
            </li>
            """);
    }

    private static Html Change(PageContext context, PreferenceSheet sheet, PurposeChoice purpose)
    {
        var say = context.Say;
        // A yes needs something to say yes to.
        if (!purpose.Changeable || (!purpose.Allowed && sheet.Notice is null))
            return Html.Of($"<p class=\"small fixed\">{say["preferences.fixed"]}</p>");
        return Html.Of($"""
            <form method="post" action="{Paths.Preferences}">
              {context.Token}
              <input type="hidden" name="purpose" value="{purpose.Code}">
              <input type="hidden" name="allowed" value="{(purpose.Allowed ? "no" : "yes")}">
              <input type="hidden" name="notice" value="{sheet.Notice?.Version.ToString(CultureInfo.InvariantCulture)}">
              <input type="hidden" name="language" value="{sheet.Notice?.Language}">
              <button class="{(purpose.Allowed ? "quiet" : "")}" type="submit" aria-describedby="p-{purpose.Code}">{say[purpose.Allowed ? "preferences.withdraw" : "preferences.allow"]}</button>
            </form>
            """);
    }
}
