using Governance.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace Governance.Portal.Security;

/// <summary>
/// Lets only the portal's own pages through. A page of another origin can't set the header without asking first, which nobody
/// answers; browsers say besides where a request comes from.
/// </summary>
internal sealed class SameOrigin(IOptions<PortalOptions> options) : IEndpointFilter
{
    public const string Header = "X-Governance-Portal";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsOurs(context.HttpContext.Request.Headers)
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.Forbidden("foreign-origin", "Only the portal's own pages may call this."));

    private bool IsOurs(IHeaderDictionary headers) =>
        headers[Header] == "1"
        && (headers.Origin.Count == 0 || headers.Origin == options.Value.Origin)
        && (!headers.TryGetValue("Sec-Fetch-Site", out var site) || site == "same-origin");
}
