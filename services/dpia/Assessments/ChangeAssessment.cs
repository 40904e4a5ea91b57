using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Data;
using Governance.Dpia.Living;
using Governance.Dpia.Screenings;
using Governance.Dpia.Workflow;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dpia.Assessments;

internal static class ChangeAssessment
{
    public static async Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ChangeAssessmentBody body,
        DpiaDbContext db,
        People people,
        MapKeeper maps,
        MessageOutbox outbox,
        EventHeaders headers,
        HttpContext http,
        TimeProvider clock,
        CancellationToken ct)
    {
        var subject = body.Subject();
        var (known, unknown) = await maps.BaselineAsync(subject.DataStoreIds, ct);
        if (unknown is not null)
            return unknown;
        await using var transaction = await db.BeginAsync(ct);
        if (await db.LockAsync(id, ct) is not { } assessment)
            return Problems.NotFound("assessment");
        if (http.Request.CheckIfMatch(assessment.Version) is { } problem)
            return problem;
        if (!assessment.IsEditable && assessment.State != AssessmentState.Screening)
            return Problems.Conflict("not-editable", $"The assessment can't be changed in the state {Screen.CodeOf(assessment.State)}.");

        assessment.Change(subject, People.Of(http.User), clock.Now());
        assessment.KnowMaps(known);
        await people.ContributedAsync(id, http.User, ct);
        var header = headers.New(http.User.Actor(), "dpia-assessment", id) with { ObjectVersion = assessment.Version };
        var state = Screen.CodeOf(assessment.State);
        outbox.Add(db, new AssessmentStepTaken(header, id, Screen.CodeOf(WorkflowStep.Edit), state, state, Result: null, assessment.Round));
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        http.Response.SetEtag(assessment.Version);
        return TypedResults.Ok(AssessmentResponse.Of(assessment));
    }
}
