using System.Text;
using Governance.Portal.PrivacyCentre.Texts;

namespace Governance.Portal.PrivacyCentre.Pages;

/// <summary>The frame around every page: organisation, language, main part, who to turn to.</summary>
internal sealed class Layout(PrivacyCentreOptions options, Languages languages, SiteAssets assets)
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    public IResult Page(PageContext context, string title, Html body, int status, bool failed) => new HtmlPage(Frame(context, title, body, failed).ToString(), status);

    private Html Frame(PageContext context, string title, Html body, bool failed)
    {
        var say = context.Say;
        var prefix = failed ? say["error.prefix"] + " " : "";
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="{say.Code}">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <meta name="robots" content="noindex">
              <title>{prefix}{title} · {options.OrganisationName}</title>
              <link rel="stylesheet" href="{assets.Theme}">
              <link rel="stylesheet" href="{assets.Style}">
              <script src="{assets.Script}" defer></script>
            </head>
            <body>
              <a class="skip" href="#main">{say["skip"]}</a>
              <header>
                <div class="bar">
                  <a class="brand" href="{Paths.Root}">{Brand()}<span>{options.OrganisationName}</span></a>
                  <nav class="languages" aria-label="{say["languages"]}">{Html.Join(languages.All.Select(l => Switch(context, l)))}</nav>
                </div>
              </header>
              <main id="main" tabindex="-1">
                {body}
              </main>
              <footer>
                <div class="bar">
                  <p>{Contact(say)}</p>
                  <p class="small">{say["footer.cookie"]}</p>
                </div>
              </footer>
            </body>
            </html>
            """);
    }

    private Html Brand() => assets.LogoPath is { } logo ? Html.Of($"<img src=\"{logo}\" alt=\"\" height=\"36\">") : Html.None;

    private static Html Switch(PageContext context, Language language) => language == context.Say
        ? Html.Of($"<span aria-current=\"true\" lang=\"{language.Code}\">{language["language.name"]}</span>")
        : Html.Of($"<a href=\"{PathOf(context)}?lang={language.Code}\" lang=\"{language.Code}\" hreflang=\"{language.Code}\">{language["language.name"]}</a>");

    // A page that answers a form has the address of the page with the form, or leads back to it.
    private static string PathOf(PageContext context) => context.Http.Request.Path.Value is { } path && path != Paths.Resend && path != Paths.Leave ? path : Paths.Root;

    private Html Contact(Language say)
    {
        var notice = options.NoticeUrl is { } url ? Html.Of($"<a href=\"{url}\">{say["footer.notice"]}</a>") : Html.None;
        var contact = options.ContactEmail is { } mail ? Html.Of($"{say["footer.contact"]} <a href=\"mailto:{mail}\">{mail}</a> ") : Html.None;
        return Html.Of($"{contact}{notice}");
    }

    private sealed class HtmlPage(string html, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.ContentSecurityPolicy = Policy;
            response.Headers.CacheControl = "no-store";
            response.Headers.XFrameOptions = "DENY";
            response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
            response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
            response.Headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
            return response.WriteAsync(html, Encoding.UTF8, httpContext.RequestAborted);
        }
    }
}
