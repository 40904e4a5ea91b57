using System.Security.Claims;
using Governance.Consent.Data;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Purposes;

internal static class ChangePurpose
{
    public static async Task<Results<Ok<PurposeResponse>, ProblemHttpResult>> HandleAsync(
        string code,
        PurposeDetails body,
        ConsentDbContext db,
        ProcessingActivities activities,
        MessageOutbox outbox,
        EventHeaders headers,
        ClaimsPrincipal user,
        HttpContext http,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (await db.Purposes.SingleOrDefaultAsync(p => p.Code == code, ct) is not { } purpose)
            return Problems.NotFound("purpose");
        if (http.Request.CheckIfMatch(purpose.Version) is { } problem)
            return problem;
        if (purpose.LegalBasis != LegalBasis.Consent && body.ValidityDays is not null)
            return Problems.Validation("validityDays", "Only a purpose that rests on consent has a validity period.");
        if (purpose.LegalBasis != LegalBasis.Consent && body.ChildrenRule != ChildrenRule.None)
            return Problems.Validation("childrenRule", "Only a purpose that rests on consent has an age of consent.");
        if (purpose.LegalBasis != LegalBasis.Consent && body.DoubleOptIn)
            return Problems.Validation("doubleOptIn", "Only a purpose that rests on consent is confirmed.");
        if (await activities.RefuseAsync(body.ProcessingActivityId, "processingActivityId", ct) is { } refusal)
            return refusal;
        purpose.Change(body, user.CallerId(), clock.Now());
        var header = headers.New(user.Actor(), "purpose", purpose.Id) with { ObjectVersion = purpose.Version, Purpose = code };
        outbox.Add(db, new PurposeChanged(header, purpose.Id, code, purpose.Version));
        if (!await db.TrySaveAsync(ct))
            return Problems.PreconditionFailed();
        http.Response.SetEtag(purpose.Version);
        return TypedResults.Ok(PurposeResponse.Of(purpose));
    }
}
