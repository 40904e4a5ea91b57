using Governance.Identity.Data;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Users;

internal sealed record UserView(
    Guid Id,
    string Email,
    string DisplayName,
    IReadOnlyList<string> Roles,
    bool MustChangePassword,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LockedUntil,
    DateTimeOffset? DisabledAt)
{
    public static async Task<IReadOnlyList<UserView>> FromAsync(GovernanceIdentityDbContext db, IReadOnlyList<User> users, CancellationToken cancellationToken)
    {
        var ids = users.Select(u => u.Id).ToList();
        var pairs = await db.UserRoles.Where(ur => ids.Contains(ur.UserId))
            .Join(db.Roles, ur => ur.RoleId, r => r.Id, (ur, r) => new { ur.UserId, r.Name })
            .ToListAsync(cancellationToken);
        var roles = pairs.ToLookup(p => p.UserId, p => p.Name!);
        return [.. users.Select(u => new UserView(
            u.Id, u.Email!, u.DisplayName, [.. roles[u.Id].Order(StringComparer.Ordinal)], u.MustChangePassword, u.CreatedAt, u.LockoutEnd, u.DisabledAt))];
    }

    public static async Task<UserView> FromAsync(GovernanceIdentityDbContext db, User user, CancellationToken cancellationToken) =>
        (await FromAsync(db, [user], cancellationToken))[0];
}
