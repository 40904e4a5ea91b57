using Governance.Portal.PrivacyCentre.Pages;
using Governance.Portal.PrivacyCentre.Texts;

namespace Governance.Portal.PrivacyCentre;

/// <summary>One reader's request: the language, what is remembered of the visit, and the form if one was sent.</summary>
internal sealed class PageContext(HttpContext http, Language say, Visit visit, VisitCookie cookie, Layout layout, IFormCollection? form, DateTimeOffset now)
{
    public HttpContext Http => http;

    public Language Say => say;

    public DateTimeOffset Now => now;

    public Visit Visit { get; private set; } = visit;

    public void Remember(Visit changed)
    {
        Visit = changed;
        cookie.Write(http.Response, changed);
    }

    /// <summary>A field of the form, trimmed; empty when it is missing.</summary>
    public string Field(string name) => form?[name].ToString().Trim() ?? "";

    public Html Token => Html.Of($"<input type=\"hidden\" name=\"form\" value=\"{Visit.Form}\">");

    public IResult Page(string title, Html body, int status = StatusCodes.Status200OK, bool failed = false) => layout.Page(this, title, body, status, failed);

    /// <summary>303: what was sent is never sent again by going back or reloading.</summary>
    public static IResult GoTo(string path) => new SeeOther(path);

    public IResult TooOften(TimeSpan? wait) => Messages.TooOften(this, wait);

    private sealed class SeeOther(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
