using System.Security.Claims;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Identity.Roles;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Users;

internal sealed record SetUserRolesBody(IReadOnlyList<string> Roles);

internal static class SetUserRoles
{
    /// <summary>Takes effect with the next access token, within its lifetime.</summary>
    public static async Task<Results<Ok<UserView>, ProblemHttpResult>> HandleAsync(
        Guid id, SetUserRolesBody body, GovernanceIdentityDbContext db, UserAccounts accounts, MessageOutbox outbox, EventHeaders headers,
        ClaimsPrincipal caller, HttpContext http, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
        if (user is null)
            return Problems.NotFound("user");
        if (http.Request.CheckIfMatch(user.Version) is { } conflict)
            return conflict;
        if (await accounts.FindRolesAsync(body.Roles, cancellationToken) is not { } roles)
            return Problems.Validation("roles", "names a role that does not exist");
        if (!body.Roles.Contains(RoleCatalogue.Admin)
            && await accounts.IsEnabledAdminAsync(id, cancellationToken)
            && !await accounts.AnotherAdminRemainsAsync(id, cancellationToken))
            return Problems.Conflict("last-admin", "This is the last administrator.");

        db.UserRoles.RemoveRange(await db.UserRoles.Where(ur => ur.UserId == id).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        db.UserRoles.AddRange(roles.Select(r => new IdentityUserRole<Guid> { UserId = id, RoleId = r.Id }));
        user.Touch();
        outbox.Add(db, new UserRolesChanged(headers.New(caller.Actor(), "user", id), id, [.. roles.Select(r => r.Name!)]));
        if (await db.TrySaveAsync(cancellationToken) is { } problem)
            return problem;
        await transaction.CommitAsync(cancellationToken);
        http.Response.SetEtag(user.Version);
        return TypedResults.Ok(await UserView.FromAsync(db, user, cancellationToken));
    }
}
