using Governance.Identity.Data;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Users;

/// <summary>Names of colleagues, for screens that say who did something or whom to ask. No addresses, no roles.</summary>
internal static class ReadPeople
{
    private const int Most = 200;

    public sealed record Person(Guid Id, string Name);

    public sealed record Response(IReadOnlyList<Person> Items);

    /// <param name="ids">Ids separated by commas: those who exist, disabled ones too.</param>
    /// <param name="permission">Else everybody who holds it now, by name.</param>
    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(string? ids, string? permission, GovernanceIdentityDbContext db, CancellationToken cancellationToken)
    {
        var users = db.Users.AsNoTracking();
        if (ids is not null)
        {
            var wanted = ids.Split(',').Select(part => Guid.TryParse(part, out var id) ? id : (Guid?)null).ToList();
            if (wanted.Count > Most || wanted.Contains(null))
                return Problems.Validation("ids", $"At most {Most} ids, separated by commas.");
            users = users.Where(u => wanted.Contains(u.Id));
        }
        else if (permission is not null)
        {
            users = users.Where(u => u.DisabledAt == null && db.UserRoles.Any(ur => ur.UserId == u.Id && db.Roles.Any(r => r.Id == ur.RoleId && r.Permissions.Contains(permission))));
        }
        else
        {
            return Problems.Validation("ids", "Either ids or permission is needed.");
        }
        return TypedResults.Ok(new Response(await users.OrderBy(u => u.DisplayName).ThenBy(u => u.Id).Take(Most).Select(u => new Person(u.Id, u.DisplayName)).ToListAsync(cancellationToken)));
    }
}
