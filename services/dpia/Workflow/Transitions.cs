using System.Collections.Frozen;
using Governance.Dpia.Screenings;
using static Governance.Dpia.Workflow.AssessmentState;

namespace Governance.Dpia.Workflow;

internal enum AssessmentState
{
    Screening,
    Draft,
    DpoReview,
    ChangesRequested,
    ViewsRecorded,
    RiskAcceptance,
    PriorConsultation,
    Approved,
    Monitoring,
    ReviewDue,
    Rejected,
    Archived,
}

internal enum WorkflowStep
{
    Open,
    Edit,
    Begin,
    Submit,
    RequestChanges,

    /// <summary>The DPO's advice, GDPR Art. 35(2).</summary>
    Advise,

    /// <summary>The controller follows the advice or refuses to, with reasons.</summary>
    AnswerAdvice,

    /// <summary>Views of the people concerned, or why they were not sought, GDPR Art. 35(9).</summary>
    RecordViews,
    RequestAcceptance,
    AcceptRisk,
    RefuseRisk,

    /// <summary>Prior consultation of the supervisory authority, GDPR Art. 36.</summary>
    SubmitConsultation,
    ExtendConsultation,
    SuspendConsultation,
    ResumeConsultation,
    ConcludeConsultation,
    Approve,
    StartMonitoring,
    DeclareReviewDue,
    Reopen,
    Reject,
    Archive,
}

/// <summary>Which step leads from which state to which.</summary>
internal static class Transitions
{
    /// <summary>Result of <see cref="WorkflowStep.AcceptRisk"/> when a high risk remains: the authority has to be consulted first.</summary>
    public const string HighRiskRemains = "highRiskRemains";

    private static readonly FrozenDictionary<(AssessmentState, WorkflowStep), AssessmentState> Table = new Dictionary<(AssessmentState, WorkflowStep), AssessmentState>
    {
        [(AssessmentState.Screening, WorkflowStep.Begin)] = Draft,
        [(Draft, WorkflowStep.Submit)] = DpoReview,
        [(ChangesRequested, WorkflowStep.Submit)] = DpoReview,
        [(DpoReview, WorkflowStep.RequestChanges)] = ChangesRequested,
        [(DpoReview, WorkflowStep.Advise)] = DpoReview,
        [(DpoReview, WorkflowStep.AnswerAdvice)] = DpoReview,
        [(DpoReview, WorkflowStep.RecordViews)] = ViewsRecorded,
        [(ViewsRecorded, WorkflowStep.RequestAcceptance)] = RiskAcceptance,
        [(ViewsRecorded, WorkflowStep.RequestChanges)] = ChangesRequested,
        [(RiskAcceptance, WorkflowStep.AcceptRisk)] = RiskAcceptance,
        [(RiskAcceptance, WorkflowStep.RefuseRisk)] = ChangesRequested,
        [(RiskAcceptance, WorkflowStep.Approve)] = Approved,
        [(PriorConsultation, WorkflowStep.SubmitConsultation)] = PriorConsultation,
        [(PriorConsultation, WorkflowStep.ExtendConsultation)] = PriorConsultation,
        [(PriorConsultation, WorkflowStep.SuspendConsultation)] = PriorConsultation,
        [(PriorConsultation, WorkflowStep.ResumeConsultation)] = PriorConsultation,
        [(PriorConsultation, WorkflowStep.ConcludeConsultation)] = PriorConsultation,
        [(PriorConsultation, WorkflowStep.RequestChanges)] = ChangesRequested,
        [(PriorConsultation, WorkflowStep.Approve)] = Approved,
        [(Approved, WorkflowStep.StartMonitoring)] = Monitoring,
        [(Approved, WorkflowStep.DeclareReviewDue)] = ReviewDue,
        [(Monitoring, WorkflowStep.DeclareReviewDue)] = ReviewDue,
        [(ReviewDue, WorkflowStep.Reopen)] = Draft,
        [(DpoReview, WorkflowStep.Reject)] = Rejected,
        [(ViewsRecorded, WorkflowStep.Reject)] = Rejected,
        [(RiskAcceptance, WorkflowStep.Reject)] = Rejected,
        [(PriorConsultation, WorkflowStep.Reject)] = Rejected,
        [(AssessmentState.Screening, WorkflowStep.Archive)] = Archived,
        [(Draft, WorkflowStep.Archive)] = Archived,
        [(ChangesRequested, WorkflowStep.Archive)] = Archived,
        [(Rejected, WorkflowStep.Archive)] = Archived,
        [(Monitoring, WorkflowStep.Archive)] = Archived,
        [(ReviewDue, WorkflowStep.Archive)] = Archived,
    }.ToFrozenDictionary();

    /// <summary>Null when the step can't be taken from there.</summary>
    public static AssessmentState? After(AssessmentState from, WorkflowStep step, string? result = null) =>
        (from, step, result) is (RiskAcceptance, WorkflowStep.AcceptRisk, HighRiskRemains) ? PriorConsultation
        : Table.TryGetValue((from, step), out var next) ? next
        : null;

    public static Refusal Illegal(AssessmentState from, WorkflowStep step) =>
        new("illegal-transition", $"The step {Screen.CodeOf(step)} can't be taken in the state {Screen.CodeOf(from)}.");
}
