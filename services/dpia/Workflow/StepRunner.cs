using Governance.Contracts;
using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dpia.Workflow;

/// <summary>A step about to be taken. The rules of a step read it, and may add to what is noted.</summary>
internal sealed class StepContext(Assessment assessment, Person person, StepNote note, DateTimeOffset now)
{
    public Assessment Assessment { get; } = assessment;

    public Person Person { get; } = person;

    public StepNote Note { get; set; } = note;

    public DateTimeOffset Now { get; } = now;

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);
}

/// <summary>Takes steps of the workflow: one transaction each, under the assessment's lock and ETag, with an event for the step or for its refusal.</summary>
internal sealed class StepRunner(DpiaDbContext db, People people, MessageOutbox outbox, EventHeaders headers, TimeProvider clock)
{
    public async Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> RunAsync(
        Guid id, WorkflowStep step, StepNote note, HttpContext http, CancellationToken ct, Func<StepContext, Task<Refusal?>>? rule = null, Func<StepContext, Task>? then = null)
    {
        await using var transaction = await db.BeginAsync(ct);
        if (await db.LockAsync(id, ct) is not { } assessment)
            return Problems.NotFound("assessment");
        if (http.Request.CheckIfMatch(assessment.Version) is { } mismatch)
            return mismatch;
        var context = new StepContext(assessment, await people.SeeAsync(http.User, ct), note, clock.Now());
        var before = assessment.State;
        if (Transitions.After(before, step) is null)
            return Refused(Transitions.Illegal(before, step));
        if (rule is not null && await rule(context) is { } broken)
        {
            if (!broken.Forbidden)
                return Refused(broken);
            var refused = headers.New(http.User.Actor(), "dpia-assessment", id) with { ObjectVersion = assessment.Version, Outcome = Outcome.Refused, Reason = broken.Code };
            outbox.Add(db, new AssessmentStepRefused(refused, id, Screen.CodeOf(step), Screen.CodeOf(before)));
            await db.SaveChangesAsync(ct);
            await transaction!.CommitAsync(ct);
            return Problems.Forbidden(broken.Code, broken.Message);
        }
        if (assessment.Take(step, context.Note, context.Person, context.Now) is { } illegal)
            return Refused(illegal);
        if (then is not null)
            await then(context);
        var header = headers.New(http.User.Actor(), "dpia-assessment", id) with { ObjectVersion = assessment.Version };
        outbox.Add(db, new AssessmentStepTaken(header, id, Screen.CodeOf(step), Screen.CodeOf(before), Screen.CodeOf(assessment.State), context.Note.Result, assessment.Round));
        if (!await db.TrySaveAsync(ct))
            return Problems.PreconditionFailed();
        await transaction!.CommitAsync(ct);
        http.Response.SetEtag(assessment.Version);
        return TypedResults.Ok(AssessmentResponse.Of(assessment));
    }

    private static ProblemHttpResult Refused(Refusal refusal) =>
        refusal is { Code: "validation", Fields: { } wrong } ? Problems.Validation(wrong)
        : refusal.Fields is { } fields ? TypedResults.Problem(new HttpValidationProblemDetails(fields) { Type = Problems.TypeOf(refusal.Code), Title = refusal.Message, Status = StatusCodes.Status422UnprocessableEntity })
        : Problems.Conflict(refusal.Code, refusal.Message);
}
