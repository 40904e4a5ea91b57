using System.Security.Claims;
using Governance.Identity.Data;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Identity.Users;

/// <param name="Password">A first password; the person has to replace it at the first sign-in.</param>
internal sealed record CreateUserBody(string Email, string DisplayName, string Password, IReadOnlyList<string> Roles);

internal static class CreateUser
{
    public static async Task<Results<Created<UserView>, ProblemHttpResult>> HandleAsync(
        CreateUserBody body, GovernanceIdentityDbContext db, UserAccounts accounts, ClaimsPrincipal caller, HttpResponse response, CancellationToken cancellationToken)
    {
        var request = new NewUser(body.Email, body.DisplayName, body.Password, body.Roles, MustChangePassword: true);
        var (user, errors) = await accounts.AddAsync(request, caller.Actor(), cancellationToken);
        if (user is null)
        {
            return errors.TryGetValue("email", out var messages) && messages.Contains(UserAccounts.Taken)
                ? Problems.Conflict("email-taken", "Another user has this e-mail address.")
                : Problems.Validation(errors);
        }
        if (await db.TrySaveAsync(cancellationToken) is { } problem)
            return problem;
        response.SetEtag(user.Version);
        return TypedResults.Created($"/v1/users/{user.Id}", await UserView.FromAsync(db, user, cancellationToken));
    }
}
