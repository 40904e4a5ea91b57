using Governance.Identity.Data;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Governance.Identity.Security;

/// <summary>Lets browser applications call the protocol endpoints from the origins of their registered redirect URIs, without cookies.</summary>
internal sealed class ClientOriginCors(IServiceScopeFactory scopes) : ICorsPolicyProvider
{
    public const string Policy = "client-origins";

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != Policy)
            return null;
        var builder = new CorsPolicyBuilder().WithMethods(HttpMethods.Get, HttpMethods.Post).WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType);
        var origin = context.Request.Headers.Origin.ToString();
        if (await IsKnownAsync(origin, context.RequestAborted))
            builder.WithOrigins(origin);
        return builder.Build();
    }

    private async Task<bool> IsKnownAsync(string origin, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri))
            return false;
        var prefix = uri.GetLeftPart(UriPartial.Authority) + "/";
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceIdentityDbContext>();
        var registered = await db.Clients.AsNoTracking().Where(c => c.DisabledAt == null).Select(c => c.RedirectUris).ToListAsync(cancellationToken);
        return registered.SelectMany(u => u).Any(u => u.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
