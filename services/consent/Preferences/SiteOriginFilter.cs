using Governance.Consent.Data;
using Governance.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Preferences;

/// <summary>
/// CORS for the site that the path names, and for its origins only. A browser elsewhere is refused before anything is read or changed; no cookies are ever used.
/// The site is handed on in the items of the request.
/// </summary>
internal sealed class SiteOriginFilter(ConsentDbContext db) : IEndpointFilter
{
    private static readonly object Key = new();

    public static PreferenceSite SiteOf(HttpContext http) => (PreferenceSite)http.Items[Key]!;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var code = http.Request.RouteValues["site"] as string;
        http.Response.Headers.Vary = "Origin";
        var site = await db.Set<PreferenceSite>().AsNoTracking().SingleOrDefaultAsync(s => s.Code == code, http.RequestAborted);
        if (http.Request.Headers.Origin is { Count: > 0 } origins && origins.ToString() != Own(http.Request))
        {
            // An unknown site answers like a known one that does not name the origin.
            if (site is null || !site.Origins.Contains(origins.ToString(), StringComparer.Ordinal))
                return Problems.Forbidden("origin-not-allowed", "Not from this origin.");
            Allow(http, origins.ToString());
        }
        if (HttpMethods.IsOptions(http.Request.Method))
            return await next(context);
        if (site is null)
            return Problems.NotFound("site");
        http.Items[Key] = site;
        return await next(context);
    }

    private static string Own(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private static void Allow(HttpContext http, string origin)
    {
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        if (!HttpMethods.IsOptions(http.Request.Method))
            return;
        headers.AccessControlAllowMethods = "GET, PUT";
        headers.AccessControlAllowHeaders = "authorization, content-type";
        headers.AccessControlMaxAge = "600";
    }
}
