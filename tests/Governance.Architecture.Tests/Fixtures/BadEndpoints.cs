using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Governance.Architecture.Tests.Fixtures;

/// <summary>Endpoints of which most violate a rule.</summary>
internal static class BadEndpoints
{
    public static IReadOnlyList<RouteEndpoint> Build()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.MapMethods("/v1/open", ["GET", "POST"], () => "");
        app.MapGet("/v1/listed", () => "").AllowPublic("on the list").WithName("Bad.Same");
        app.MapGet("/v1/unlisted", () => "").AllowPublic("not on the list").WithName("bad.same");
        app.MapGet("/v1/anonymous", () => "").AllowAnonymous().RequirePermission(Permissions.AuditRead);
        app.MapGet("/v1/only-said", () => "").WithMetadata(new RequiredPermission(Permissions.AuditRead));
        app.MapGet("/v1/unknown", () => "").RequirePermission("cakes:eat");
        app.MapGet("/v1/good", () => "").RequirePermission(Permissions.AuditRead).WithName("Good.One");
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()];
    }
}
