namespace Governance.Identity.Pages;

/// <summary>303, so that a browser never repeats a form's credentials to the next address (RFC 9700 section 4.12).</summary>
internal sealed class SeeOther(string location) : IResult
{
    public static IResult To(string location) => new SeeOther(location);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        httpContext.Response.Headers.CacheControl = "no-store";
        httpContext.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}
