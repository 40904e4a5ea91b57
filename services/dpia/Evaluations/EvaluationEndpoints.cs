using System.Text.Json.Serialization;
using FluentValidation;
using Governance.Contracts;
using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Workflow;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Evaluations;

/// <inheritdoc cref="EvaluationContent"/>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EvaluationBody(EvaluationStatus Status, string? Remark = null, string? ActionPlan = null, DateOnly? DueOn = null, string? PersonInCharge = null)
{
    public EvaluationContent Content() => new(Status, Remark, ActionPlan, DueOn, PersonInCharge);
}

internal sealed record EvaluationResponse(
    string Target, EvaluationStatus Status, string? Remark, string? ActionPlan, DateOnly? DueOn, string? PersonInCharge, string By, DateTimeOffset At, int Version)
{
    public static EvaluationResponse Of(PartEvaluation e) =>
        new(e.Target, e.Content.Status, e.Content.Remark, e.Content.ActionPlan, e.Content.DueOn, e.Content.PersonInCharge, e.By, e.At, e.Version);
}

internal static class EvaluationEndpoints
{
    public static void MapEvaluations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/assessments/{id:guid}/evaluations").WithTags("Evaluations");
        group.MapGet("/", ListAsync).WithName("Dpia.ListEvaluations").WithSummary("Lists how sections, answers, risks and measures were evaluated").RequirePermission(Permissions.DpiaRead);
        group.MapPut("/{target}", WriteAsync).WithName("Dpia.Evaluate").WithIfMatch().WithSummary("Evaluates a section, an answer, a risk or a measure; If-Match \"0\" the first time")
            .RequirePermission(Permissions.DpiaAdvise).Validate(new EvaluationValidator());
    }

    private static async Task<Results<Ok<IReadOnlyList<EvaluationResponse>>, ProblemHttpResult>> ListAsync(Guid id, DpiaDbContext db, CancellationToken ct)
    {
        if (!await db.Assessments.AnyAsync(a => a.Id == id, ct))
            return Problems.NotFound("assessment");
        var rows = await db.Evaluations.AsNoTracking().Where(e => e.AssessmentId == id).OrderBy(e => e.Target).ToListAsync(ct);
        return TypedResults.Ok<IReadOnlyList<EvaluationResponse>>([.. rows.Select(EvaluationResponse.Of)]);
    }

    private static async Task<Results<Ok<EvaluationResponse>, ProblemHttpResult>> WriteAsync(
        Guid id, string target, EvaluationBody body, DpiaDbContext db, PartWriter writer, People people, MessageOutbox outbox, EventHeaders headers, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        var (assessment, problem) = await writer.OpenAsync(id, ct, a => a.IsEditable || a.State == AssessmentState.DpoReview);
        if (assessment is null)
            return problem!;
        if (!(await AssessmentContent.ReadAsync(db, assessment, ct)).Has(target))
            return Problems.NotFound("section, question, risk or measure");
        var evaluation = await db.Evaluations.SingleOrDefaultAsync(e => e.AssessmentId == id && e.Target == target, ct);
        if (evaluation is null)
            db.Add(evaluation = new PartEvaluation { AssessmentId = id, Target = target });
        if (http.Request.CheckIfMatch(evaluation.Version) is { } mismatch)
            return mismatch;
        var person = await people.SeeAsync(http.User, ct);
        evaluation.Write(body.Content(), person.Id, clock.Now());
        outbox.Add(db, new AssessmentContentChanged(headers.New(http.User.Actor(), "dpia-assessment", id), id, "evaluation", target, "written", evaluation.Version));
        if (!await db.TrySaveAsync(ct))
            return Problems.PreconditionFailed();
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        http.Response.SetEtag(evaluation.Version);
        return TypedResults.Ok(EvaluationResponse.Of(evaluation));
    }
}

internal sealed class EvaluationValidator : AbstractValidator<EvaluationBody>
{
    public EvaluationValidator()
    {
        RuleFor(b => b.Remark).MaximumLength(10_000).WithMessage("At most 10000 characters.");
        RuleFor(b => b.ActionPlan).MaximumLength(10_000).WithMessage("At most 10000 characters.");
        RuleFor(b => b.PersonInCharge).MaximumLength(SubjectRules.MaxId).WithMessage("A user's id.");
    }
}
