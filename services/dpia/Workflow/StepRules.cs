using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Evaluations;
using Governance.Dpia.Risks;
using Governance.Dpia.Screenings;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Workflow;

/// <summary>What the content and the decisions so far must be like before a step. The state itself is the business of <see cref="Transitions"/>.</summary>
internal sealed class StepRules(DpiaDbContext db)
{
    private static readonly string[] Missing = ["Missing."];
    private static readonly string[] ToFix = ["To fix."];

    public async Task<Refusal?> BeginAsync(StepContext context, CancellationToken ct)
    {
        var screening = context.Assessment.ScreeningId is { } id ? await db.Screenings.AsNoTracking().SingleAsync(s => s.Id == id, ct) : null;
        if (screening?.Result == ScreeningResult.Required)
        {
            context.Note = context.Note with { Result = "required" };
            return null;
        }
        if (screening?.Result == ScreeningResult.Judgement)
            return new Refusal("screening-open", "Somebody has to judge the screening first.");
        if (string.IsNullOrWhiteSpace(context.Note.Text))
            return new Refusal("not-required", "No screening requires this assessment: say why it is made all the same.", Fields: new Dictionary<string, string[]> { ["text"] = ["Required."] });
        context.Note = context.Note with { Result = "voluntary" };
        return null;
    }

    /// <summary>GDPR Art. 35(7): complete in description, necessity, risks and measures.</summary>
    public async Task<Refusal?> SubmitAsync(StepContext context, CancellationToken ct)
    {
        var missing = Completeness.Of(await AssessmentContent.ReadAsync(db, context.Assessment, ct)).SelectMany(s => s.Missing).Distinct().ToList();
        return missing.Count == 0
            ? null
            : new Refusal("incomplete", "Parts that the template requires are missing.", Fields: missing.ToDictionary(m => m, _ => Missing));
    }

    public static Task<Refusal?> Advise(StepContext context) => PersonOnly(context);

    public static Task<Refusal?> AnswerAdvice(StepContext context) =>
        Task.FromResult(context.Assessment.Current(WorkflowStep.Advise) is null ? new Refusal("advice-missing", "There is no advice to answer.") : null);

    /// <summary>GDPR Art. 35(2): with the DPO's advice; where it isn't plainly favourable, the controller has to say what they make of it.</summary>
    public async Task<Refusal?> RecordViewsAsync(StepContext context, CancellationToken ct)
    {
        var assessment = context.Assessment;
        if (assessment.Current(WorkflowStep.Advise) is not { } advice)
            return new Refusal("advice-missing", "The DPO has not advised yet.");
        if (advice.Result != Screen.CodeOf(DpoOpinion.Favourable) && (assessment.Current(WorkflowStep.AnswerAdvice) is not { } answer || answer.Number < advice.Number))
            return new Refusal("advice-unanswered", "The advice asks for an answer: follow it, or refuse with reasons.");
        var toFix = (await db.Evaluations.AsNoTracking().Where(e => e.AssessmentId == assessment.Id).ToListAsync(ct)).Where(e => e.Content.Status == EvaluationStatus.ToFix).ToList();
        return toFix.Count == 0
            ? null
            : new Refusal("evaluated-to-fix", "Parts are evaluated as to be fixed.", Fields: toFix.ToDictionary(e => e.Target, _ => ToFix));
    }

    public async Task<Refusal?> AcceptRiskAsync(StepContext context, CancellationToken ct)
    {
        if (context.Assessment.Current(WorkflowStep.AcceptRisk) is not null)
            return new Refusal("risk-accepted", "The risk was accepted before.");
        if (await PersonOnly(context) is { } refusal)
            return refusal;
        var highest = (await AssessmentContent.ReadAsync(db, context.Assessment, ct)).HighestResidual;
        // GDPR Art. 36(1): what stays high goes to the authority first.
        context.Note = context.Note with { Result = highest == RiskLevel.High ? Transitions.HighRiskRemains : "accepted" };
        return null;
    }

    /// <summary>Judgement is a human's.</summary>
    public static Task<Refusal?> PersonOnly(StepContext context) =>
        Task.FromResult(context.Person.IsUser ? null : new Refusal("not-a-person", "Only a person may decide this, no machine client.", Forbidden: true));
}
