using System.Security.Claims;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Requests;

/// <summary>Newest first, or those due first with <c>sort=dueOn</c>.</summary>
internal static class ListRequests
{
    public sealed record Item(
        Guid Id, RequestType Type, string Regime, string Channel, RequestState State, string Pseudonym, DateTimeOffset ReceivedAt, DateOnly DueOn, Guid? DuplicateOf, Guid? CurrentPlanId,
        string? AssignedTo, bool Paused);

    /// <param name="State">One or more, separated by commas.</param>
    /// <param name="Type">One or more, separated by commas.</param>
    /// <param name="Open">True: those not closed; false: those closed.</param>
    /// <param name="Assignee">Id of a user, <c>me</c>, or <c>none</c> for those nobody looks after.</param>
    /// <param name="ApprovableByMe">True: whose plan waits for an approval that the caller may give.</param>
    public sealed record Filter(
        [property: FromQuery] string? State, [property: FromQuery] string? Type, [property: FromQuery] string? Pseudonym, [property: FromQuery] DateOnly? DueBefore,
        [property: FromQuery] bool? Open, [property: FromQuery] string? Assignee, [property: FromQuery] bool? ApprovableByMe);

    public static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> HandleAsync(
        DsarDbContext db, ClaimsPrincipal user, [AsParameters] Filter filter, string? sort, Guid? after, int? limit, CancellationToken ct)
    {
        if (sort is not (null or "receivedAt" or "dueOn"))
            return Problems.Validation("sort", "One of receivedAt, dueOn.");
        if (!TryParse<RequestState>(filter.State, out var states))
            return Problems.Validation("state", "Not a state.");
        if (!TryParse<RequestType>(filter.Type, out var types))
            return Problems.Validation("type", "Not a request type.");
        var rows = Narrow(db, filter, states, types, user.CallerId());
        if (after is { } key)
        {
            if (await db.Requests.Where(r => r.Id == key).Select(r => (DateOnly?)r.DueOn).SingleOrDefaultAsync(ct) is not { } due)
                return Problems.Validation("after", "No such request.");
            rows = sort == "dueOn"
                ? rows.Where(r => r.DueOn > due || (r.DueOn == due && r.Id > key))
                : rows.Where(r => r.Id < key);
        }

        var take = Paging.Limit(limit);
        var ordered = sort == "dueOn" ? rows.OrderBy(r => r.DueOn).ThenBy(r => r.Id) : rows.OrderByDescending(r => r.Id);
        var found = await ordered.Take(take + 1)
            .Select(r => new Item(
                r.Id, r.Type, r.Regime, r.Channel, r.State, r.Pseudonym, r.ReceivedAt, r.DueOn, r.DuplicateOf, r.CurrentPlanId, r.AssignedTo, r.Pauses.Any(p => p.AnsweredOn == null)))
            .ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(found, take, r => r, r => r.Id.ToString()));
    }

    private static IQueryable<SubjectRequest> Narrow(DsarDbContext db, Filter filter, List<RequestState> states, List<RequestType> types, string me)
    {
        var rows = db.Requests.AsNoTracking();
        if (states is [var state])
            rows = rows.Where(r => r.State == state);
        else if (states.Count > 0)
            rows = rows.Where(r => states.Contains(r.State));
        if (types.Count > 0)
            rows = rows.Where(r => types.Contains(r.Type));
        if (filter.Pseudonym is { } pseudonym)
            rows = rows.Where(r => r.Pseudonym == pseudonym);
        if (filter.DueBefore is { } dueBefore)
            rows = rows.Where(r => r.DueOn < dueBefore);
        if (filter.Open is { } open)
            rows = open ? rows.Where(r => r.ClosedAt == null) : rows.Where(r => r.ClosedAt != null);
        if (filter.Assignee is { } assignee)
            rows = assignee == "none" ? rows.Where(r => r.AssignedTo == null) : rows.Where(r => r.AssignedTo == (assignee == "me" ? me : assignee));
        return filter.ApprovableByMe == true ? rows.Where(r => r.ClosedAt == null).Where(ReadOverview.ApprovableBy(db, me)) : rows;
    }

    private static bool TryParse<T>(string? list, out List<T> values)
        where T : struct, Enum
    {
        values = [];
        foreach (var part in list?.Split(',') ?? [])
        {
            if (part.Any(c => !char.IsAsciiLetter(c)) || !Enum.TryParse<T>(part, ignoreCase: true, out var value))
                return false;
            values.Add(value);
        }
        return true;
    }
}
