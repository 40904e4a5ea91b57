using Governance.Dsar.Data;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dsar.Verification;

/// <summary>The person asks for a new code; the old one stops working.</summary>
internal static class ResendCode
{
    public static async Task<Results<Accepted, ProblemHttpResult>> HandleAsync(
        Guid id, HttpContext http, DsarDbContext db, CodeIssuer codes, PublicLimits limits, CancellationToken ct)
    {
        if (limits.Attempt(http) is { } tooMany)
            return tooMany;
        var request = await db.LockRequestAsync(id, ct);

        // The same answer whether or not there is something to send.
        if (request is { State: RequestState.VerificationPending })
        {
            if (await codes.IssueAsync(request, ct) is { } refusal)
                return Problems.Of(StatusCodes.Status429TooManyRequests, refusal.Code, refusal.Detail);
            await db.SaveChangesAsync(ct);
        }

        return TypedResults.Accepted((string?)null);
    }
}
