using System.Security.Claims;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.ServiceDefaults.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Requests;

/// <summary>Open requests in numbers, as they concern the caller. Reads the index of open requests only.</summary>
internal static class ReadOverview
{
    private const int SoonDays = 7;

    /// <param name="Today">In the controller's time zone.</param>
    /// <param name="DueSoon">Due within seven days, overdue ones not counted.</param>
    /// <param name="Mine">Assigned to the caller.</param>
    /// <param name="ToApprove">Plans that wait for approval and that the caller neither filed nor planned.</param>
    public sealed record Response(
        DateOnly Today, int Open, int Overdue, int DueSoon, int Unassigned, int Mine, int ToApprove, IReadOnlyList<StateCount> ByState, IReadOnlyList<TypeCount> ByType);

    public sealed record StateCount(RequestState State, int Count);

    public sealed record TypeCount(RequestType Type, int Count);

    public static async Task<Ok<Response>> HandleAsync(ClaimsPrincipal user, DsarDbContext db, RequestDeadlines deadlines, CancellationToken ct)
    {
        var (today, me) = (deadlines.Today, user.CallerId());
        var soon = today.AddDays(SoonDays);
        var open = db.Requests.AsNoTracking().Where(r => r.ClosedAt == null);
        var groups = await open
            .GroupBy(r => new { r.State, r.Type })
            .Select(g => new
            {
                g.Key.State,
                g.Key.Type,
                Count = g.Count(),
                Overdue = g.Count(r => r.DueOn < today),
                DueSoon = g.Count(r => r.DueOn >= today && r.DueOn <= soon),
                Unassigned = g.Count(r => r.AssignedTo == null),
                Mine = g.Count(r => r.AssignedTo == me),
            })
            .ToListAsync(ct);
        var toApprove = await open.Where(ApprovableBy(db, me)).CountAsync(ct);
        return TypedResults.Ok(new Response(
            today, groups.Sum(g => g.Count), groups.Sum(g => g.Overdue), groups.Sum(g => g.DueSoon), groups.Sum(g => g.Unassigned), groups.Sum(g => g.Mine), toApprove,
            [.. groups.GroupBy(g => g.State).OrderBy(g => g.Key).Select(g => new StateCount(g.Key, g.Sum(x => x.Count)))],
            [.. groups.GroupBy(g => g.Type).OrderBy(g => g.Key).Select(g => new TypeCount(g.Key, g.Sum(x => x.Count)))]));
    }

    /// <summary>Who filed or planned a request can't approve it.</summary>
    public static System.Linq.Expressions.Expression<Func<SubjectRequest, bool>> ApprovableBy(DsarDbContext db, string user) => r =>
        r.State == RequestState.AwaitingApproval && (r.OpenedBy == null || r.OpenedBy != user)
        && db.Plans.Any(p => p.Id == r.CurrentPlanId && p.PlannedBy != user);
}
