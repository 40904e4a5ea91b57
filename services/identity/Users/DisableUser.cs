using System.Security.Claims;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Identity.Sessions;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Users;

/// <summary>A disabled user can't sign in or refresh from this moment; sessions and grants end.</summary>
internal static class DisableUser
{
    public static async Task<Results<Ok<UserView>, ProblemHttpResult>> DisableAsync(
        Guid id, GovernanceIdentityDbContext db, UserAccounts accounts, SessionStore sessions, MessageOutbox outbox, EventHeaders headers,
        TimeProvider clock, ClaimsPrincipal caller, HttpResponse response, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
        if (user is null)
            return Problems.NotFound("user");
        if (!user.IsDisabled)
        {
            if (await accounts.IsEnabledAdminAsync(id, cancellationToken) && !await accounts.AnotherAdminRemainsAsync(id, cancellationToken))
                return Problems.Conflict("last-admin", "This is the last administrator.");
            user.Disable(clock.GetUtcNow());
            await sessions.EndAllAsync(id, "user-disabled", caller.Actor(), cancellationToken);
            outbox.Add(db, new UserDisabled(headers.New(caller.Actor(), "user", id), id));
            if (await db.TrySaveAsync(cancellationToken) is { } problem)
                return problem;
            await transaction.CommitAsync(cancellationToken);
        }
        response.SetEtag(user.Version);
        return TypedResults.Ok(await UserView.FromAsync(db, user, cancellationToken));
    }

    public static async Task<Results<Ok<UserView>, ProblemHttpResult>> EnableAsync(
        Guid id, GovernanceIdentityDbContext db, MessageOutbox outbox, EventHeaders headers, ClaimsPrincipal caller, HttpResponse response, CancellationToken cancellationToken)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
        if (user is null)
            return Problems.NotFound("user");
        if (user.IsDisabled)
        {
            user.Enable();
            outbox.Add(db, new UserEnabled(headers.New(caller.Actor(), "user", id), id));
            if (await db.TrySaveAsync(cancellationToken) is { } problem)
                return problem;
        }
        response.SetEtag(user.Version);
        return TypedResults.Ok(await UserView.FromAsync(db, user, cancellationToken));
    }
}
