using System.Security.Cryptography;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Governance.Portal.Pages;

/// <summary>The built application: one page with a policy of its own, and files whose names carry a hash of what is in them.</summary>
internal sealed class WebApp : IDisposable
{
    private const string NoncePlaceholder = "__NONCE__";
    private readonly PhysicalFileProvider? _files;
    private readonly FileExtensionContentTypeProvider _types = new();
    private (DateTimeOffset At, string Html)? _page;

    public WebApp(IOptions<PortalOptions> options, IWebHostEnvironment environment)
    {
        var folder = Path.Combine(environment.ContentRootPath, options.Value.WebRoot);
        _files = Directory.Exists(folder) ? new PhysicalFileProvider(folder) : null;
    }

    /// <summary>The page in which the application starts; which of its views is shown, the application decides from the path.</summary>
    public async Task<IResult> PageAsync(HttpContext http, CancellationToken ct)
    {
        if (Path.HasExtension(http.Request.Path.Value) || http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/v1"))
            return Problems.NotFound("page");
        if (_files is null)
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "not-built", "The application is not built: run npm ci && npm run build in services/portal/web.");
        // Built anew while we run, the page names other files.
        var file = _files.GetFileInfo("index.html");
        if (_page?.At != file.LastModified)
            _page = (file.LastModified, await System.IO.File.ReadAllTextAsync(file.PhysicalPath!, ct));
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";
        headers.CacheControl = "no-store";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        return TypedResults.Text(_page.Value.Html.Replace(NoncePlaceholder, nonce, StringComparison.Ordinal), "text/html; charset=utf-8");
    }

    public IResult File(HttpContext http, string file)
    {
        if (_files?.GetFileInfo("assets/" + file) is not { Exists: true, PhysicalPath: not null } found || file.EndsWith(".gz", StringComparison.Ordinal))
            return Problems.NotFound("file");
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var type = _types.TryGetContentType(file, out var known) ? known : "application/octet-stream";
        var packed = _files.GetFileInfo($"assets/{file}.gz");
        if (!packed.Exists || !http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
            return TypedResults.PhysicalFile(found.PhysicalPath, type);
        http.Response.Headers.ContentEncoding = "gzip";
        return TypedResults.PhysicalFile(packed.PhysicalPath!, type);
    }

    public void Dispose() => _files?.Dispose();
}

internal static class WebAppEndpoints
{
    public static void MapWebApp(this WebApplication app)
    {
        app.MapGet("/assets/{**file}", (HttpContext http, WebApp web, string file) => web.File(http, file))
            .AllowPublic("The application's script and styles hold no data.").ExcludeFromDescription();
        app.MapGet("/{**path}", (HttpContext http, WebApp web, CancellationToken ct) => web.PageAsync(http, ct))
            .AllowPublic("The page in which the application starts; data come over the API.").ExcludeFromDescription();
    }
}
