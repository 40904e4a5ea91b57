using Governance.Audit.Data;
using Governance.Audit.Work;
using Governance.Contracts.Audit.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Audit.Erasure;

internal static class EraseSubject
{
    private const int MaxSubject = 256;

    /// <param name="SubjectPseudonym">As it stands in the events' headers.</param>
    /// <param name="Reason">A code of lower-case letters, digits and hyphens, for example <c>gdpr-art-17</c>. Never free text: it stays in the log.</param>
    internal sealed record Body(string SubjectPseudonym, string Reason);

    public static async Task<Results<Accepted<ErasureResponse>, ProblemHttpResult>> HandleAsync(
        Body body, HttpContext http, AuditDbContext db, MessageOutbox outbox, EventHeaders headers, WakeUp<ErasureWorker> wakeUp, TimeProvider clock, CancellationToken ct)
    {
        var errors = new Dictionary<string, string[]>();
        if (body.SubjectPseudonym.Length is 0 or > MaxSubject)
            errors["subjectPseudonym"] = [$"1 to {MaxSubject} characters."];
        if (!ReasonCode.IsValid(body.Reason))
            errors["reason"] = [ReasonCode.Rule];
        if (errors.Count > 0)
            return Problems.Validation(errors);

        var actor = http.User.Actor();
        var erasure = SubjectErasure.Request(body.SubjectPseudonym, body.Reason, actor, clock.GetUtcNow());
        db.Add(erasure);
        outbox.Add(db, new PayloadErasureRequested(headers.New(actor, "erasure", erasure.Id) with { Reason = body.Reason }, erasure.Id));
        await db.SaveChangesAsync(ct);
        http.Response.OnCompleted(() =>
        {
            wakeUp.Set();
            return Task.CompletedTask;
        });
        return TypedResults.Accepted($"/v1/erasures/{erasure.Id}", ErasureResponse.Of(erasure));
    }
}
