using Governance.Dsar.Data;
using Governance.Dsar.Deadlines;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dsar.Requests;

/// <summary>The due date with every rule that led to it.</summary>
internal static class GetDeadline
{
    public static async Task<Results<Ok<Deadline>, ProblemHttpResult>> HandleAsync(Guid id, DsarDbContext db, RequestDeadlines deadlines, CancellationToken ct) =>
        await db.Requests.FindAsync([id], ct) is { } request ? TypedResults.Ok(deadlines.Compute(request)) : Problems.NotFound("request");
}
