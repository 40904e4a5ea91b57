using Governance.Portal.PrivacyCentre.Calls;

namespace Governance.Portal.PrivacyCentre.Pages;

/// <summary>
/// The copy of a person's data. The link in the mail holds its secret behind the #, which browsers don't send: a small script puts it into
/// the field, and without script the person pastes the link.
/// </summary>
internal sealed class DownloadPage(PublicRequests requests)
{
    public static IResult Show(PageContext context) => Form(context, context.Http.Request.RouteValues["id"] as string, []);

    public async Task<IResult> DownloadAsync(PageContext context, CancellationToken ct)
    {
        var (page, pasted) = (context.Field("package"), context.Field("link"));
        if (Read(page, pasted) is not var (id, secret))
            return Form(context, page, [new("link", context.Say["error.link"])]);
        var answer = await requests.DownloadAsync(id, secret, ct);
        if (answer.IsSuccessStatusCode)
            return new Copied(answer);
        using (answer)
        {
            var problem = await Answers.ReadAsync<Nothing>(answer, ct);
            return problem.TooOften ? context.TooOften(problem.RetryAfter) : Form(context, page, [new("link", context.Say[problem.Code switch
            {
                "link-used" => "error.link.used",
                "link-expired" or "package-deleted" => "error.link.over",
                "link-closed" => "error.link.closed",
                _ => "error.link",
            }])]);
        }
    }

    /// <summary>The whole link, or its last part on the page that the link led to.</summary>
    private static (Guid Id, string Secret)? Read(string page, string pasted)
    {
        var parts = pasted.Split('#', 2);
        var id = parts.Length == 2 ? parts[0].TrimEnd('/').Split('/')[^1] : page;
        return Guid.TryParse(id, out var package) && parts[^1].Length is > 0 and <= 100 ? (package, parts[^1]) : null;
    }

    private static IResult Form(PageContext context, string? package, FieldError[] errors)
    {
        var say = context.Say;
        var known = Guid.TryParse(package, out var id);
        return context.Page(say["home.download"], Html.Of($"""
            {Parts.Back(say)}
            {Parts.Summary(say, errors)}
            <h1>{say["home.download"]}</h1>
            <p class="lead">{say["download.text"]}</p>
            <form method="post" action="{Paths.Download}" novalidate id="download">
              {context.Token}
              <input type="hidden" name="package" value="{(known ? id.ToString() : "")}">
              <div class="field">
                <label for="link">{say["field.link"]}</label>
                <p class="hint" id="link-hint">{say[known ? "field.link.hint.known" : "field.link.hint"]}</p>
                {Parts.ErrorAt(say, "link", errors)}
                <input id="link" name="link" type="text" autocomplete="off" spellcheck="false" maxlength="500" required{Parts.Described("link", hint: true, errors)}>
              </div>
              <button type="submit">{say["download.start"]}</button>
            </form>
            <p class="note">{say["download.note"]}</p>
            """), errors.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, errors.Length > 0);
    }

    private sealed class Copied(HttpResponseMessage from) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using (from)
            {
                var to = httpContext.Response;
                to.ContentType = "application/zip";
                to.ContentLength = from.Content.Headers.ContentLength;
                to.Headers.ContentDisposition = "attachment; filename=\"your-data.zip\"";
                await from.Content.CopyToAsync(to.Body, httpContext.RequestAborted);
            }
        }
    }
}
