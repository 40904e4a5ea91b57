using Governance.Identity.Data;
using Governance.Identity.Protocol.Seam;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Users;

internal sealed class SubjectDirectory(GovernanceIdentityDbContext db) : ISubjectDirectory
{
    public async Task<Subject?> FindActiveAsync(Guid id, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.DisabledAt == null, cancellationToken);
        if (user is null)
            return null;
        var permissions = await db.Roles.Where(r => db.UserRoles.Any(ur => ur.UserId == id && ur.RoleId == r.Id)).Select(r => r.Permissions).ToListAsync(cancellationToken);
        return new Subject(user.Id, user.DisplayName, user.Email!, [.. permissions.SelectMany(p => p).Distinct().Order(StringComparer.Ordinal)]);
    }
}
