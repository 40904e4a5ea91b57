using System.Security.Claims;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Identity.Sessions;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Users;

/// <param name="Password">Good for one sign-in, at which the person has to choose another.</param>
internal sealed record ResetPasswordBody(string Password);

internal static class ResetPassword
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, ResetPasswordBody body, GovernanceIdentityDbContext db, Passwords passwords, SessionStore sessions, MessageOutbox outbox, EventHeaders headers,
        ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
        if (user is null)
            return Problems.NotFound("user");
        if (await passwords.SetAsync(user, body.Password) is { Count: > 0 } wrong)
            return Problems.Validation(new Dictionary<string, string[]> { ["password"] = [.. wrong] });
        user.RequirePasswordChange(true);
        user.Unlock();
        await sessions.EndAllAsync(id, "password-reset", caller.Actor(), cancellationToken);
        outbox.Add(db, new UserPasswordReset(headers.New(caller.Actor(), "user", id), id));
        return await db.TrySaveAsync(cancellationToken) is { } problem ? problem : TypedResults.NoContent();
    }
}

internal static class UnlockUser
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, GovernanceIdentityDbContext db, MessageOutbox outbox, EventHeaders headers, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
        if (user is null)
            return Problems.NotFound("user");
        user.Unlock();
        outbox.Add(db, new UserUnlocked(headers.New(caller.Actor(), "user", id), id));
        return await db.TrySaveAsync(cancellationToken) is { } problem ? problem : TypedResults.NoContent();
    }
}
