using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Requests;

/// <summary>Newest first, or those due first with <c>sort=dueOn</c>.</summary>
internal static class ListRequests
{
    public sealed record Item(
        Guid Id, RequestType Type, string Regime, string Channel, RequestState State, string Pseudonym, DateTimeOffset ReceivedAt, DateOnly DueOn, Guid? DuplicateOf, Guid? CurrentPlanId);

    public static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> HandleAsync(
        DsarDbContext db, string? state, string? type, string? pseudonym, DateOnly? dueBefore, string? sort, Guid? after, int? limit, CancellationToken ct)
    {
        if (sort is not (null or "receivedAt" or "dueOn"))
            return Problems.Validation("sort", "One of receivedAt, dueOn.");
        var rows = db.Requests.AsNoTracking().IgnoreAutoIncludes();
        if (state is not null)
        {
            if (!Enum.TryParse<RequestState>(state, ignoreCase: true, out var wanted))
                return Problems.Validation("state", "Not a state.");
            rows = rows.Where(r => r.State == wanted);
        }

        if (type is not null)
        {
            if (!Enum.TryParse<RequestType>(type, ignoreCase: true, out var wanted))
                return Problems.Validation("type", "Not a request type.");
            rows = rows.Where(r => r.Type == wanted);
        }

        if (pseudonym is not null)
            rows = rows.Where(r => r.Pseudonym == pseudonym);
        if (dueBefore is not null)
            rows = rows.Where(r => r.DueOn < dueBefore);
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
        var found = await ordered.Take(take + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(
            found, take, r => new Item(r.Id, r.Type, r.Regime, r.Channel, r.State, r.Pseudonym, r.ReceivedAt, r.DueOn, r.DuplicateOf, r.CurrentPlanId), r => r.Id.ToString()));
    }
}
