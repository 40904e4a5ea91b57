using Governance.Contracts;
using Governance.Dpia.Assessments;
using Governance.Dpia.Screenings;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dpia.Workflow;

/// <summary>One operation per step. All take the assessment's ETag in If-Match and answer 409 <c>illegal-transition</c> in a state that doesn't allow the step.</summary>
internal static class WorkflowEndpoints
{
    public static void MapWorkflow(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/assessments/{id:guid}").WithTags("Workflow").WithIfMatch();
        group.MapPost("/beginning", Begin).WithName("Dpia.BeginAssessment").WithSummary("Screening → draft: required by its screening, or made voluntarily with a reason")
            .RequirePermission(Permissions.DpiaWrite).Validate(StepTexts.Plain);
        group.MapPost("/submission", Submit).WithName("Dpia.SubmitAssessment").WithSummary("Draft or changes requested → DPO review, once complete")
            .RequirePermission(Permissions.DpiaWrite).Validate(StepTexts.Plain);
        group.MapPost("/change-requests", RequestChanges).WithName("Dpia.RequestChanges").WithSummary("Back to the authors, with what has to change")
            .RequirePermission(Permissions.DpiaAdvise).Validate(StepTexts.Reasoned);
        group.MapPost("/advice", Advise).WithName("Dpia.Advise").WithSummary("The DPO's advice")
            .RequirePermission(Permissions.DpiaAdvise).Validate(StepTexts.Advice);
        group.MapPost("/advice-answer", AnswerAdvice).WithName("Dpia.AnswerAdvice").WithSummary("The controller follows the advice, or refuses with reasons")
            .RequirePermission(Permissions.DpiaWrite).Validate(StepTexts.AdviceAnswer);
        group.MapPost("/views", RecordViews).WithName("Dpia.RecordViews").WithSummary("DPO review → views recorded: of the people concerned, or why they were not sought")
            .RequirePermission(Permissions.DpiaWrite).Validate(StepTexts.Views);
        group.MapPost("/acceptance-request", RequestAcceptance).WithName("Dpia.RequestAcceptance").WithSummary("Views recorded → risk acceptance")
            .RequirePermission(Permissions.DpiaWrite).Validate(StepTexts.Plain);
        group.MapPost("/risk-acceptance", AcceptRisk).WithName("Dpia.AcceptRisk").WithSummary("Accepts what remains of the risk (a high one leads to prior consultation), or refuses to")
            .RequirePermission(Permissions.DpiaAcceptRisk).Validate(StepTexts.RiskAcceptance);
        group.MapPost("/approval", Approve).WithName("Dpia.ApproveAssessment").WithSummary("Signs the document as read: approved, and a version for good")
            .RequirePermission(Permissions.DpiaApprove).Validate(StepTexts.Approval);
        group.MapPost("/monitoring", StartMonitoring).WithName("Dpia.StartMonitoring").WithSummary("Approved → monitoring, with the day of the next review")
            .RequirePermission(Permissions.DpiaWrite);
        group.MapPost("/review", DeclareReviewDue).WithName("Dpia.DeclareReviewDue").WithSummary("Approved or monitoring → review due, with the reason")
            .RequirePermission(Permissions.DpiaWrite).Validate(StepTexts.Reasoned);
        group.MapPost("/reopening", Reopen).WithName("Dpia.ReopenAssessment").WithSummary("Review due → draft: the next round begins")
            .RequirePermission(Permissions.DpiaWrite).Validate(StepTexts.Plain);
        group.MapPost("/rejection", Reject).WithName("Dpia.RejectAssessment").WithSummary("The processing may not take place like this")
            .RequirePermission(Permissions.DpiaApprove).Validate(StepTexts.Reasoned);
        group.MapPost("/archival", Archive).WithName("Dpia.ArchiveAssessment").WithSummary("Puts an assessment away for good")
            .RequirePermission(Permissions.DpiaApprove).Validate(StepTexts.Reasoned);
        group.MapConsultation();
    }

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> Begin(Guid id, PlainStepBody body, StepRunner steps, StepRules rules, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.Begin, new(body.Text), http, ct, context => rules.BeginAsync(context, ct));

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> Submit(
        Guid id, PlainStepBody body, StepRunner steps, StepRules rules, Living.MapKeeper maps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.Submit, new(body.Text), http, ct, context => rules.SubmitAsync(context, ct),
            async context => context.Assessment.KnowMaps(await maps.NewestAsync(context.Assessment.Maps, ct)));

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> RequestChanges(Guid id, ReasonedStepBody body, StepRunner steps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.RequestChanges, new(body.Text), http, ct);

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> Advise(Guid id, AdviceBody body, StepRunner steps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.Advise, new(body.Text, Screen.CodeOf(body.Opinion)), http, ct, StepRules.Advise);

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> AnswerAdvice(Guid id, AdviceAnswerBody body, StepRunner steps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.AnswerAdvice, new(body.Text, body.Followed ? "followed" : "refused"), http, ct, StepRules.AnswerAdvice);

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> RecordViews(Guid id, ViewsBody body, StepRunner steps, StepRules rules, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.RecordViews, new(body.Text, body.Sought ? "sought" : "notSought"), http, ct, context => rules.RecordViewsAsync(context, ct));

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> RequestAcceptance(Guid id, PlainStepBody body, StepRunner steps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.RequestAcceptance, new(body.Text), http, ct);

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> AcceptRisk(
        Guid id, RiskAcceptanceBody body, StepRunner steps, StepRules rules, HttpContext http, CancellationToken ct) =>
        body.Accepted
            ? steps.RunAsync(id, WorkflowStep.AcceptRisk, new(body.Text), http, ct, context => rules.AcceptRiskAsync(context, ct))
            : steps.RunAsync(id, WorkflowStep.RefuseRisk, new(body.Text), http, ct, StepRules.PersonOnly);

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> Approve(Guid id, ApprovalBody body, StepRunner steps, Approval approval, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.Approve, new(body.Statement), http, ct, context => approval.CheckAsync(context, body.DocumentHash, ct), context => approval.SignAsync(context, http.User, ct));

    private static async Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> StartMonitoring(
        Guid id, MonitoringBody body, StepRunner steps, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        if (body.ReviewOn <= DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))
            return Problems.Validation("reviewOn", "A day to come.");
        return await steps.RunAsync(id, WorkflowStep.StartMonitoring, new(), http, ct, then: context =>
        {
            context.Assessment.ReviewBy(body.ReviewOn);
            return Task.CompletedTask;
        });
    }

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> DeclareReviewDue(
        Guid id, ReasonedStepBody body, StepRunner steps, Living.ReviewDesk desk, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.DeclareReviewDue, new(body.Text, Screen.CodeOf(Living.TriggerKind.Manual)), http, ct, then: context =>
        {
            desk.RecordManual(context.Assessment, body.Text, http.User);
            return Task.CompletedTask;
        });

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> Reopen(
        Guid id, PlainStepBody body, StepRunner steps, Living.MapKeeper maps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.Reopen, new(body.Text), http, ct, then: async context => context.Assessment.KnowMaps(await maps.NewestAsync(context.Assessment.Maps, ct)));

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> Reject(Guid id, ReasonedStepBody body, StepRunner steps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.Reject, new(body.Text), http, ct);

    private static Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> Archive(Guid id, ReasonedStepBody body, StepRunner steps, HttpContext http, CancellationToken ct) =>
        steps.RunAsync(id, WorkflowStep.Archive, new(body.Text), http, ct);
}
