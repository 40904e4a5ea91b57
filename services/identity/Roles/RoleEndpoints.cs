using Governance.Contracts;
using Governance.Identity.Data;
using Governance.Identity.Security;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Roles;

internal sealed record RoleView(string Name, IReadOnlyList<string> Permissions)
{
    public static RoleView From(Role role) => new(role.Name!, role.Permissions);
}

internal static class RoleEndpoints
{
    public static void MapRoles(this IEndpointRouteBuilder routes)
    {
        var roles = routes.MapGroup("/v1/roles").WithTags("Roles").AddEndpointFilter<LiveTokenFilter>();
        roles.MapGet("", ListAsync).WithName("Identity.ListRoles").RequirePermission(Permissions.RolesRead);
        roles.MapGet("/{name}", GetAsync).WithName("Identity.GetRole").RequirePermission(Permissions.RolesRead);
        roles.MapPost("", ChangeRole.CreateAsync).WithName("Identity.CreateRole").RequirePermission(Permissions.RolesWrite);
        roles.MapPut("/{name}", ChangeRole.UpdateAsync).WithName("Identity.UpdateRole").WithIfMatch().RequirePermission(Permissions.RolesWrite);
        routes.MapGet("/v1/permissions", () => TypedResults.Ok(Permissions.All)).WithTags("Roles").AddEndpointFilter<LiveTokenFilter>()
            .WithName("Identity.ListPermissions").RequirePermission(Permissions.RolesRead);
    }

    private static async Task<Ok<Page<RoleView>>> ListAsync(string? after, int? limit, GovernanceIdentityDbContext db, CancellationToken cancellationToken)
    {
        var count = Paging.Limit(limit);
        var rows = await db.Roles.AsNoTracking().Where(r => after == null || string.Compare(r.Name, after) > 0)
            .OrderBy(r => r.Name).Take(count + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Paging.ToPage(rows, count, RoleView.From, r => r.Name!));
    }

    private static async Task<Results<Ok<RoleView>, ProblemHttpResult>> GetAsync(
        string name, GovernanceIdentityDbContext db, HttpResponse response, CancellationToken cancellationToken)
    {
        var role = await db.Roles.AsNoTracking().SingleOrDefaultAsync(r => r.Name == name, cancellationToken);
        if (role is null)
            return Problems.NotFound("role");
        response.SetEtag(role.Version);
        return TypedResults.Ok(RoleView.From(role));
    }
}
