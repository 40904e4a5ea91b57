using Governance.Identity.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Users;

internal static class ReadUsers
{
    public static async Task<Ok<Page<UserView>>> ListAsync(Guid? after, int? limit, GovernanceIdentityDbContext db, CancellationToken cancellationToken)
    {
        var count = Paging.Limit(limit);
        var rows = await db.Users.AsNoTracking().Where(u => after == null || u.Id > after).OrderBy(u => u.Id).Take(count + 1).ToListAsync(cancellationToken);
        var views = await UserView.FromAsync(db, rows, cancellationToken);
        return TypedResults.Ok(Paging.ToPage(views, count, v => v, v => v.Id.ToString()));
    }

    public static async Task<Results<Ok<UserView>, ProblemHttpResult>> GetAsync(Guid id, GovernanceIdentityDbContext db, HttpResponse response, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
        if (user is null)
            return Problems.NotFound("user");
        response.SetEtag(user.Version);
        return TypedResults.Ok(await UserView.FromAsync(db, user, cancellationToken));
    }
}
