using System.Security.Claims;
using System.Text.RegularExpressions;
using Governance.Contracts;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Roles;

internal sealed record CreateRoleBody(string Name, IReadOnlyList<string> Permissions);

internal sealed record UpdateRoleBody(IReadOnlyList<string> Permissions);

internal static partial class ChangeRole
{
    public static async Task<Results<Created<RoleView>, ProblemHttpResult>> CreateAsync(
        CreateRoleBody body, GovernanceIdentityDbContext db, MessageOutbox outbox, EventHeaders headers, TimeProvider clock,
        ClaimsPrincipal caller, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!NamePattern().IsMatch(body.Name))
            return Problems.Validation("name", "must be kebab-case with 2 to 50 characters");
        if (UnknownPermissions(body.Permissions) is { } unknown)
            return unknown;
        var role = Role.Create(body.Name, body.Permissions, clock.GetUtcNow());
        db.Roles.Add(role);
        outbox.Add(db, new RoleCreated(headers.New(caller.Actor(), "role", body.Name), body.Name, role.Permissions));
        if (await db.TrySaveAsync(cancellationToken) is { } problem)
            return problem;
        response.SetEtag(role.Version);
        return TypedResults.Created($"/v1/roles/{role.Name}", RoleView.From(role));
    }

    public static async Task<Results<Ok<RoleView>, ProblemHttpResult>> UpdateAsync(
        string name, UpdateRoleBody body, GovernanceIdentityDbContext db, MessageOutbox outbox, EventHeaders headers,
        ClaimsPrincipal caller, HttpContext http, CancellationToken cancellationToken)
    {
        if (UnknownPermissions(body.Permissions) is { } unknown)
            return unknown;
        var role = await db.Roles.SingleOrDefaultAsync(r => r.Name == name, cancellationToken);
        if (role is null)
            return Problems.NotFound("role");
        if (http.Request.CheckIfMatch(role.Version) is { } conflict)
            return conflict;
        if (name == RoleCatalogue.Admin && RoleCatalogue.KeptByAdmin.Except(body.Permissions).Any())
            return Problems.Conflict("admin-permissions", $"The admin role keeps {string.Join(", ", RoleCatalogue.KeptByAdmin)}.");
        role.SetPermissions(body.Permissions);
        outbox.Add(db, new RoleChanged(headers.New(caller.Actor(), "role", name), name, role.Permissions));
        if (await db.TrySaveAsync(cancellationToken) is { } problem)
            return problem;
        http.Response.SetEtag(role.Version);
        return TypedResults.Ok(RoleView.From(role));
    }

    private static ProblemHttpResult? UnknownPermissions(IReadOnlyList<string> permissions) =>
        permissions.Except(Permissions.All).Any() ? Problems.Validation("permissions", "names a permission that does not exist") : null;

    [GeneratedRegex("^[a-z][a-z0-9-]{1,49}$")]
    private static partial Regex NamePattern();
}
