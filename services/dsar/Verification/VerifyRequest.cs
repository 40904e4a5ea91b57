using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Consents;
using Governance.Dsar.Data;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Verification;

/// <summary>The person enters the code from the mail.</summary>
internal static class VerifyRequest
{
    public const string Method = "email-code";

    public sealed record Body(string Code);

    public sealed record Response(Guid Id, RequestState State);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid id, Body body, HttpContext http, DsarDbContext db, CodeIssuer codes, RequestDeadlines deadlines, RequestEvents events, ConsentEvents consents, PublicLimits limits, TimeProvider clock, CancellationToken ct)
    {
        if (limits.Attempt(http) is { } tooMany)
            return tooMany;
        if (body.Code.Length > 40)
            return Problems.Validation("code", "At most 40 characters.");
        var request = await db.LockRequestAsync(id, ct);
        var code = request is null ? null : await db.Codes.SingleOrDefaultAsync(c => c.RequestId == id, ct);

        // A request that is not there, or not waiting, looks like a wrong code.
        if (request is not { State: RequestState.VerificationPending } || code is null)
            return Problems.Unprocessable("code-wrong", "The code is wrong.");
        if (code.Try(codes.Hash(id, body.Code), clock.GetUtcNow()) is { } refusal)
        {
            events.AddRefused(request, RequestEvents.Person(request), refusal.Code, h => new VerificationAttemptRefused(h, id, code.AttemptsLeft));
            await db.SaveChangesAsync(ct);
            return Problems.Unprocessable(refusal.Code, refusal.Detail);
        }

        Complete(request, Method, RequestEvents.Person(request), deadlines, events, clock.GetUtcNow());
        await consents.ObjectionAsync(request, RequestEvents.Person(request), ct);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new Response(id, request.State));
    }

    /// <summary>Marks the identity as established; where a regime's period starts with it, the due date moves.</summary>
    internal static void Complete(SubjectRequest request, string method, Contracts.Actor actor, RequestDeadlines deadlines, RequestEvents events, DateTimeOffset now)
    {
        request.Verify(method, now, deadlines.Today);
        events.Add(request, actor, h => new SubjectVerified(h, request.Id, method));
        var before = request.DueOn;
        request.SetDeadline(deadlines.Compute(request));
        if (request.DueOn != before)
            events.Add(request, actor, h => new DeadlineChanged(h, request.Id, request.DueOn, "identity"));
    }
}
