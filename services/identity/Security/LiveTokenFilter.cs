using System.Globalization;
using System.Security.Claims;
using Governance.Identity.Protocol;
using Governance.Identity.Protocol.Seam;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Security;

/// <summary>Here a revoked token, a disabled user or a disabled client is refused at once; elsewhere when the token runs out.</summary>
internal sealed class LiveTokenFilter(IGrantStore grants, IOptions<ProtocolOptions> options) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var user = context.HttpContext.User;
        var isOurs = user.FindFirstValue("iss") == options.Value.IssuerUrl;
        if (!isOurs || await grants.IsAccessTokenAliveAsync(Reference(user), context.HttpContext.RequestAborted))
            return await next(context);
        context.HttpContext.Response.Headers.WWWAuthenticate = $"Bearer error=\"{OAuth.Errors.InvalidToken}\"";
        return TypedResults.Unauthorized();
    }

    private static AccessTokenReference Reference(ClaimsPrincipal user) => new(
        user.FindFirstValue("jti") ?? "",
        user.FindFirstValue("client_id") ?? "",
        Guid.TryParse(user.FindFirstValue(OAuth.GrantIdClaim), out var grant) ? grant : null,
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(user.FindFirstValue("exp")!, CultureInfo.InvariantCulture)));
}
