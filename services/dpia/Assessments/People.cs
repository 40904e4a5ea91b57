using System.Security.Claims;
using Governance.Dpia.Data;
using Governance.ServiceDefaults.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Assessments;

/// <summary>Who takes part: names as last seen in tokens, and who counts as an author of what.</summary>
internal sealed class People(DpiaDbContext db, TimeProvider clock)
{
    public static Person Of(ClaimsPrincipal user) =>
        new(user.CallerId(), user.FindFirstValue("name") is { Length: > 0 and <= 200 } name ? name : user.CallerId(), user.FindFirstValue("actor_type") == "user");

    /// <summary>Remembers the caller's name; returns them.</summary>
    public async Task<Person> SeeAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        var person = Of(user);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO people (id, name, seen_at) VALUES ({person.Id}, {person.Name}, {clock.Now()})
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at WHERE people.name <> excluded.name
            """, ct);
        return person;
    }

    /// <summary>The caller counts as an author from now on, for good.</summary>
    public async Task ContributedAsync(Guid assessment, ClaimsPrincipal user, CancellationToken ct)
    {
        var person = await SeeAsync(user, ct);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO contributors (assessment_id, user_id, since) VALUES ({assessment}, {person.Id}, {clock.Now()}) ON CONFLICT DO NOTHING
            """, ct);
    }

    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IEnumerable<string> ids, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToArray();
        return await db.People.AsNoTracking().Where(p => wanted.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
    }
}
