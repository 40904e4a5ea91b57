using System.Text;
using System.Text.Encodings.Web;

namespace Governance.Identity.Pages;

/// <summary>A server-rendered page without script. Everything that isn't markup of ours goes through <see cref="Encode"/>.</summary>
internal sealed class Page(string title, string body, int status = StatusCodes.Status200OK, Uri? formTarget = null) : IResult
{
    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = Policy();
        response.Headers.XFrameOptions = "DENY";
        return response.WriteAsync(Html(), Encoding.UTF8, httpContext.RequestAborted);
    }

    // Browsers apply form-action to the redirects behind a form too, so the application that is returned to is named.
    private string Policy() =>
        $"default-src 'none'; style-src 'self'; form-action 'self'{(formTarget is null ? "" : " " + SourceOf(formTarget))}; frame-ancestors 'none'; base-uri 'none'";

    private static string SourceOf(Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps ? uri.GetLeftPart(UriPartial.Authority) : uri.Scheme + ":";

    private string Html() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{Encode(title)} · Governance</title>
          <link rel="stylesheet" href="{StyleSheet.Path}">
        </head>
        <body>
          <main>
            <p class="brand">Governance</p>
            <h1>{Encode(title)}</h1>
            {body}
          </main>
        </body>
        </html>
        """;
}

internal static class ErrorPage
{
    public static IResult Show(string message) => new Page(
        "This didn't work",
        $"""
        <p role="alert" class="alert">{Page.Encode(message)}</p>
        <p>Go back to the application you came from and start again.</p>
        """,
        StatusCodes.Status400BadRequest);
}
