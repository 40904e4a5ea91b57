using System.Security.Claims;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Requests;

/// <summary>Says who looks after requests. Changes nothing that anybody decides on, so their ETags stay.</summary>
internal static class AssignRequests
{
    public const int MaxRequests = 200;

    /// <param name="RequestIds">At most 200; those that are closed stay as they are.</param>
    /// <param name="AssigneeId">Id of a user; null to take the assignment away.</param>
    public sealed record Body(IReadOnlyList<Guid> RequestIds, string? AssigneeId);

    public sealed record Response(int Changed);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Body body, ClaimsPrincipal user, DsarDbContext db, RequestEvents events, CancellationToken ct)
    {
        if (body.RequestIds.Count is 0 or > MaxRequests)
            return Problems.Validation("requestIds", $"Between 1 and {MaxRequests} requests.");
        if (body.AssigneeId is { Length: 0 or > 100 })
            return Problems.Validation("assigneeId", "Between 1 and 100 characters.");
        var ids = body.RequestIds.Distinct().ToArray();
        // In the order of their ids, so that two who assign at once don't wait for each other.
        var requests = await db.Requests
            .FromSql($"SELECT * FROM subject_requests WHERE id = ANY({ids}) AND closed_at IS NULL ORDER BY id FOR UPDATE")
            .IgnoreAutoIncludes().ToListAsync(ct);
        var changed = 0;
        foreach (var request in requests.Where(r => r.Assign(body.AssigneeId)))
        {
            events.Add(request, user.Actor(), h => new SubjectRequestAssigned(h, request.Id, body.AssigneeId));
            changed++;
        }
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new Response(changed));
    }
}
