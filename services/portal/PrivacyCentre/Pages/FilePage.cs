using Governance.Portal.PrivacyCentre.Calls;
using Governance.Portal.PrivacyCentre.Texts;

namespace Governance.Portal.PrivacyCentre.Pages;

/// <summary>A person makes a request and confirms it with the code from the mail.</summary>
internal sealed class FilePage(PublicRequests requests)
{
    /// <summary>As dsar names them, the ones most asked for first.</summary>
    public static readonly string[] Types = ["access", "erasure", "rectification", "objection", "portability", "restriction", "humanReview"];

    public static IResult Show(PageContext context) => Form(context, []);

    public async Task<IResult> SendAsync(PageContext context, CancellationToken ct)
    {
        var (say, type, email) = (context.Say, context.Field("type"), context.Field("email"));
        var errors = new List<FieldError>();
        if (!Types.Contains(type))
            errors.Add(new("type", say["error.type"]));
        if (email.Length == 0)
            errors.Add(new("email", say["error.email"]));
        if (errors.Count > 0)
            return Form(context, [.. errors]);
        var answer = await requests.FileAsync(type, email, MailLanguage(say), ct);
        if (answer.TooOften)
            return context.TooOften(answer.RetryAfter);
        if (answer.Value is not { } filed)
            return Form(context, [answer.Fields.Contains("type") ? new("type", say["error.type.law"]) : new("email", say["error.email"])]);
        context.Remember(context.Visit with { Filed = filed.Id, FiledSecret = filed.AccessSecret });
        return PageContext.GoTo(Paths.Confirm);
    }

    public static IResult ShowConfirmation(PageContext context) => Confirmation(context, []);

    public async Task<IResult> ConfirmAsync(PageContext context, CancellationToken ct)
    {
        var say = context.Say;
        var filed = context.Visit.Filed;
        var errors = new List<FieldError>();
        if (filed is null && !Guid.TryParse(context.Field("number"), out _))
            errors.Add(new("number", say["error.number"]));
        if (context.Field("code").Length == 0)
            errors.Add(new("code", say["error.code"]));
        if (errors.Count > 0)
            return Confirmation(context, [.. errors]);
        var id = filed ?? Guid.Parse(context.Field("number"));
        var answer = await requests.ConfirmAsync(id, context.Field("code"), ct);
        if (answer.TooOften)
            return context.TooOften(answer.RetryAfter);
        if (answer.Code is not null)
            return Confirmation(context, [new("code", Parts.CodeProblem(say, answer.Code))]);
        return filed is null ? Confirmed(context) : PageContext.GoTo(Paths.Of(id));
    }

    public async Task<IResult> ResendAsync(PageContext context, CancellationToken ct)
    {
        if (context.Visit.Filed is not { } id)
            return PageContext.GoTo(Paths.Confirm);
        var answer = await requests.ResendAsync(id, ct);
        return answer switch
        {
            { Code: "too-many-codes" } => Confirmation(context, [new("code", context.Say["error.code.enough"])]),
            { TooOften: true } => context.TooOften(answer.RetryAfter),
            _ => Confirmation(context, [], sentAgain: true),
        };
    }

    /// <summary>Languages of our own that dsar does not write mails in are answered in English.</summary>
    public static string MailLanguage(Language say) => say.Code is "de" ? "de" : "en";

    private static IResult Form(PageContext context, FieldError[] errors)
    {
        var say = context.Say;
        return context.Page(say["request.title"], Html.Of($"""
            {Parts.Back(say)}
            {Parts.Summary(say, errors)}
            <h1>{say["request.title"]}</h1>
            <form method="post" action="{Paths.Request}" novalidate>
              {context.Token}
              <fieldset id="type" tabindex="-1"{Parts.Described("type", hint: false, errors)}>
                <legend>{say["request.what"]}</legend>
                {Parts.ErrorAt(say, "type", errors)}
                {Html.Join(Types.Select(type => Choice(context, type)))}
              </fieldset>
              {Parts.Email(context, say["request.email.hint"], errors)}
              <p class="note">{say["request.next"]}</p>
              <button type="submit">{say["request.send"]}</button>
            </form>
            """), errors.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, errors.Length > 0);
    }

    private static Html Choice(PageContext context, string type) => Html.Of($"""
        <div class="choice">
          <input type="radio" id="type-{type}" name="type" value="{type}" aria-describedby="type-{type}-text"{(context.Field("type") == type ? Html.Of($" checked") : Html.None)}>
          <label for="type-{type}">{context.Say[$"type.{type}"]}</label>
          <p id="type-{type}-text">{context.Say[$"type.{type}.text"]}</p>
        </div>
        """);

    private static IResult Confirmation(PageContext context, FieldError[] errors, bool sentAgain = false)
    {
        var say = context.Say;
        var filed = context.Visit.Filed;
        return context.Page(say["confirm.title"], Html.Of($"""
            {Parts.Back(say)}
            {Parts.Summary(say, errors)}
            <h1>{say["confirm.title"]}</h1>
            {(sentAgain ? Html.Of($"<p class=\"good\" role=\"status\">{say["confirm.again.done"]}</p>") : Html.None)}
            <p class="lead">{say["confirm.text"]}</p>
            <form method="post" action="{Paths.Confirm}" novalidate>
              {context.Token}
              {(filed is null ? Number(context, errors) : Html.None)}
              {Parts.Code(context, errors)}
              <button type="submit">{say["confirm.send"]}</button>
            </form>
            {(filed is null ? Html.None : Html.Of($"""
                <form class="aside" method="post" action="{Paths.Resend}">
                  {context.Token}
                  <p>{say["confirm.again.text"]}</p>
                  <button class="quiet" type="submit">{say["confirm.again"]}</button>
                </form>
                """))}
            """), errors.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, errors.Length > 0);
    }

    private static Html Number(PageContext context, FieldError[] errors) => Html.Of($"""
        <div class="field">
          <label for="number">{context.Say["field.number"]}</label>
          <p class="hint" id="number-hint">{context.Say["field.number.hint"]}</p>
          {Parts.ErrorAt(context.Say, "number", errors)}
          <input id="number" name="number" type="text" autocomplete="off" spellcheck="false" maxlength="36" required value="{context.Field("number")}"{Parts.Described("number", hint: true, errors)}>
        </div>
        """);

    private static IResult Confirmed(PageContext context) => context.Page(context.Say["confirmed.title"], Html.Of($"""
        <h1>{context.Say["confirmed.title"]}</h1>
        <p class="lead">{context.Say["confirmed.text"]}</p>
        <p><a class="button" href="{Paths.Requests}">{context.Say["home.follow"]}</a></p>
        """));
}
