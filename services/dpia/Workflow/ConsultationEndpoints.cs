using Governance.Contracts;
using Governance.Dpia.Assessments;
using Governance.Dpia.Screenings;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dpia.Workflow;

/// <summary>Prior consultation of the supervisory authority, GDPR Art. 36.</summary>
internal static class ConsultationEndpoints
{
    public static void MapConsultation(this RouteGroupBuilder group)
    {
        group.MapPost("/consultation", Submit).WithName("Dpia.SubmitConsultation").WithSummary("The authority has received the request: its eight weeks begin")
            .RequirePermission(Permissions.DpiaAdvise).Validate(StepTexts.Consultation);
        group.MapPost("/consultation/extension", Extend).WithName("Dpia.ExtendConsultation").WithSummary("The authority takes six weeks more")
            .RequirePermission(Permissions.DpiaAdvise).Validate(StepTexts.ConsultationDay);
        group.MapPost("/consultation/suspension", Suspend).WithName("Dpia.SuspendConsultation").WithSummary("The clock stands still: the authority waits for information")
            .RequirePermission(Permissions.DpiaAdvise).Validate(StepTexts.ConsultationDay);
        group.MapPost("/consultation/resumption", Resume).WithName("Dpia.ResumeConsultation").WithSummary("The authority has what it asked for: the clock runs on")
            .RequirePermission(Permissions.DpiaAdvise).Validate(StepTexts.ConsultationDay);
        group.MapPost("/consultation/outcome", Conclude).WithName("Dpia.ConcludeConsultation").WithSummary("What the authority said; no answer only once its time has run out")
            .RequirePermission(Permissions.DpiaAdvise).Validate(StepTexts.ConsultationOutcome);
    }

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> Submit(Guid id, ConsultationBody body, StepRunner steps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.SubmitConsultation, new($"{body.Authority}, {body.Reference}"), http, ct,
            context => Rule(
                context.Assessment.Consultation is not null ? new("consultation-submitted", "The authority is consulted already.")
                : body.SubmittedOn > context.Today ? Later("submittedOn")
                : null),
            Set(_ => new Consultation(body.Authority, body.Reference, body.SubmittedOn)));

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> Extend(Guid id, ConsultationDayBody body, StepRunner steps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.ExtendConsultation, new(body.Text), http, ct,
            context => Rule(Running(context, body.On) ?? (context.Assessment.Consultation!.Extended ? new("consultation-extended", "It was extended before; the law allows it once.") : null)),
            Set(c => c! with { Extended = true }));

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> Suspend(Guid id, ConsultationDayBody body, StepRunner steps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.SuspendConsultation, new(body.Text), http, ct,
            context => Rule(Running(context, body.On) ?? (context.Assessment.Consultation!.SuspendedOn is not null ? new("consultation-suspended", "The clock stands still already.") : null)),
            Set(c => c!.Suspend(body.On)));

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> Resume(Guid id, ConsultationDayBody body, StepRunner steps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.ResumeConsultation, new(body.Text), http, ct,
            context => Rule(Running(context, body.On) ?? context.Assessment.Consultation! switch
            {
                { SuspendedOn: null } => new("consultation-not-suspended", "The clock runs."),
                { SuspendedOn: { } since } when body.On < since => Field("on", "Not before the suspension."),
                _ => null,
            }),
            Set(c => c!.Resume(body.On)));

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> Conclude(Guid id, ConsultationOutcomeBody body, StepRunner steps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.ConcludeConsultation, new(body.Text, Screen.CodeOf(body.Outcome)), http, ct,
            context => Rule(Running(context, body.On) ?? (body.Outcome == ConsultationOutcome.NoAnswer && (body.On <= context.Assessment.Consultation!.DueOn || context.Assessment.Consultation.SuspendedOn is not null)
                ? new("authority-has-time", $"The authority may still answer: its time ends on {context.Assessment.Consultation.DueOn:yyyy-MM-dd}.")
                : null)),
            Set(c => c! with { Outcome = body.Outcome, ConcludedOn = body.On }));

    private static Refusal? Running(StepContext context, DateOnly on) => context.Assessment.Consultation switch
    {
        null => new("consultation-not-submitted", "The authority has not been consulted yet."),
        { Outcome: not null } => new("consultation-concluded", "The authority has answered."),
        { } c when on < c.SubmittedOn => Field("on", "Not before the authority was consulted."),
        _ => on > context.Today ? Later("on") : null,
    };

    private static Refusal Later(string field) => Field(field, "Not a day to come.");

    private static Refusal Field(string field, string message) => new("validation", "The request is not valid.", Fields: new Dictionary<string, string[]> { [field] = [message] });

    private static Task<Refusal?> Rule(Refusal? refusal) => Task.FromResult(refusal);

    private static Func<StepContext, Task> Set(Func<Consultation?, Consultation> change) => context =>
    {
        context.Assessment.SetConsultation(change(context.Assessment.Consultation));
        return Task.CompletedTask;
    };
}
