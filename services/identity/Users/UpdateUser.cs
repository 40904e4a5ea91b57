using System.Security.Claims;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Users;

internal sealed record UpdateUserBody(string Email, string DisplayName);

internal static class UpdateUser
{
    public static async Task<Results<Ok<UserView>, ProblemHttpResult>> HandleAsync(
        Guid id, UpdateUserBody body, GovernanceIdentityDbContext db, UserManager<User> users, MessageOutbox outbox, EventHeaders headers,
        ClaimsPrincipal caller, HttpContext http, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(body.DisplayName) || body.DisplayName.Length > 200)
            return Problems.Validation("displayName", "must have 1 to 200 characters");
        if (body.Email.Length > 256)
            return Problems.Validation("email", "must have at most 256 characters");
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
        if (user is null)
            return Problems.NotFound("user");
        if (http.Request.CheckIfMatch(user.Version) is { } conflict)
            return conflict;

        var changed = new List<string>();
        if (user.DisplayName != body.DisplayName.Trim())
            changed.Add("displayName");
        if (user.Email != body.Email.Trim())
            changed.Add("email");
        user.Rename(body.DisplayName.Trim());
        (user.Email, user.UserName) = (body.Email.Trim(), body.Email.Trim());
        // Validates the address and its uniqueness.
        var result = await users.UpdateAsync(user);
        if (!result.Succeeded)
        {
            var errors = UserAccounts.Describe(result);
            return errors["email"].Contains(UserAccounts.Taken)
                ? Problems.Conflict("email-taken", "Another user has this e-mail address.")
                : Problems.Validation(errors);
        }
        outbox.Add(db, new UserUpdated(headers.New(caller.Actor(), "user", id), id, changed));
        if (await db.TrySaveAsync(cancellationToken) is { } problem)
            return problem;
        http.Response.SetEtag(user.Version);
        return TypedResults.Ok(await UserView.FromAsync(db, user, cancellationToken));
    }
}
