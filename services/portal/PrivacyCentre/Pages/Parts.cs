using Governance.Portal.PrivacyCentre.Texts;

namespace Governance.Portal.PrivacyCentre.Pages;

/// <summary>What is wrong with a field: shown above the form, linked to the field, and at the field.</summary>
internal sealed record FieldError(string Field, string Message);

/// <summary>Pieces that several pages share.</summary>
internal static class Parts
{
    /// <summary>Takes the focus, so that it is read out first.</summary>
    public static Html Summary(Language say, FieldError[] errors) => errors.Length == 0
        ? Html.None
        : Html.Of($"""
            <div class="summary" role="alert" tabindex="-1" autofocus aria-labelledby="summary-title">
              <h2 id="summary-title">{say["error.title"]}</h2>
              <ul>{Html.Join(errors.Select(e => Html.Of($"<li><a href=\"#{e.Field}\">{e.Message}</a></li>")))}</ul>
            </div>
            """);

    public static Html ErrorAt(Language say, string field, FieldError[] errors) => Array.Find(errors, e => e.Field == field) is { } error
        ? Html.Of($"<p class=\"error\" id=\"{field}-error\"><span class=\"hidden\">{say["error.prefix"]} </span>{error.Message}</p>")
        : Html.None;

    public static Html Described(string field, bool hint, FieldError[] errors)
    {
        var wrong = Array.Exists(errors, e => e.Field == field);
        var ids = string.Join(' ', new[] { hint ? $"{field}-hint" : null, wrong ? $"{field}-error" : null }.OfType<string>());
        return ids.Length == 0 ? Html.None : Html.Of($" aria-describedby=\"{ids}\"{(wrong ? Html.Of($" aria-invalid=\"true\"") : Html.None)}");
    }

    public static Html Email(PageContext context, string hint, FieldError[] errors) => Html.Of($"""
        <div class="field">
          <label for="email">{context.Say["field.email"]}</label>
          <p class="hint" id="email-hint">{hint}</p>
          {ErrorAt(context.Say, "email", errors)}
          <input id="email" name="email" type="email" autocomplete="email" inputmode="email" spellcheck="false" maxlength="320" required value="{context.Field("email")}"{Described("email", hint: true, errors)}>
        </div>
        """);

    public static Html Code(PageContext context, FieldError[] errors) => Html.Of($"""
        <div class="field">
          <label for="code">{context.Say["field.code"]}</label>
          <p class="hint" id="code-hint">{context.Say["field.code.hint"]}</p>
          {ErrorAt(context.Say, "code", errors)}
          <input class="code" id="code" name="code" type="text" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" maxlength="40" required{Described("code", hint: true, errors)}>
        </div>
        """);

    public static string CodeProblem(Language say, string? code) => code switch
    {
        "code-not-valid" => say["error.code.over"],
        _ => say["error.code.wrong"],
    };

    /// <summary>For who is signed in by a code: whose view this is, and the way out.</summary>
    public static Html Person(PageContext context) => Html.Of($"""
        <form class="person" method="post" action="{Paths.Leave}">
          {context.Token}
          <p>{context.Say["person.is"]} <strong>{context.Visit.Email}</strong></p>
          <button class="quiet" type="submit">{context.Say["person.leave"]}</button>
        </form>
        """);

    public static Html Back(Language say) => Html.Of($"<p class=\"back\"><a href=\"{Paths.Root}\">{say["back"]}</a></p>");
}
