using System.Security.Claims;
using Governance.Contracts;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.ServiceDefaults.Authorization;

namespace Governance.Dpia.Workflow;

/// <summary>What an assessment waits for.</summary>
internal enum Awaited
{
    Beginning,
    Writing,
    Advice,
    Views,
    AcceptanceRequest,
    Acceptance,
    Consultation,
    Approval,
    Monitoring,
    Review,
    Reopening,
    Nothing,
}

/// <summary>Who is next.</summary>
internal static class Waiting
{
    public static Awaited Of(Assessment assessment, bool isAdvised, bool isAccepted) => assessment.State switch
    {
        AssessmentState.Screening => Awaited.Beginning,
        AssessmentState.Draft or AssessmentState.ChangesRequested => Awaited.Writing,
        AssessmentState.DpoReview => isAdvised ? Awaited.Views : Awaited.Advice,
        AssessmentState.ViewsRecorded => Awaited.AcceptanceRequest,
        AssessmentState.RiskAcceptance => isAccepted ? Awaited.Approval : Awaited.Acceptance,
        AssessmentState.PriorConsultation => assessment.Consultation?.Outcome is null ? Awaited.Consultation : Awaited.Approval,
        AssessmentState.Approved => Awaited.Monitoring,
        AssessmentState.Monitoring => Awaited.Review,
        AssessmentState.ReviewDue => Awaited.Reopening,
        _ => Awaited.Nothing,
    };

    /// <summary>Those whose next step the caller may take: decisions by permission, never on what they wrote or advised; writing where they are responsible.</summary>
    public static IQueryable<RegisterRow> For(DpiaDbContext db, IQueryable<RegisterRow> rows, ClaimsPrincipal user)
    {
        var me = user.CallerId();
        var (writes, advises) = (user.HasPermission(Permissions.DpiaWrite), user.HasPermission(Permissions.DpiaAdvise));
        var (accepts, approves) = (user.HasPermission(Permissions.DpiaAcceptRisk), user.HasPermission(Permissions.DpiaApprove));
        return
            from row in rows
            let a = row.Assessment
            let advised = a.Decisions.Any(d => d.Step == WorkflowStep.Advise && !a.Decisions.Any(s => s.Step == WorkflowStep.Submit && s.Number > d.Number))
            let accepted = a.Decisions.Any(d => d.Step == WorkflowStep.AcceptRisk && !a.Decisions.Any(s => s.Step == WorkflowStep.Submit && s.Number > d.Number))
            let adviser = a.Decisions.Any(d => d.Step == WorkflowStep.Advise && d.By == me && !a.Decisions.Any(s => s.Step == WorkflowStep.Submit && s.Number > d.Number))
            let answered = a.Decisions.Any(d => d.Step == WorkflowStep.ConcludeConsultation && d.Round == a.Round)
            let author = db.Contributors.Any(c => c.AssessmentId == a.Id && c.UserId == me)
            where (writes && row.Responsible == me
                    && (a.State == AssessmentState.Screening || a.State == AssessmentState.Draft || a.State == AssessmentState.ChangesRequested || a.State == AssessmentState.ViewsRecorded
                        || a.State == AssessmentState.Approved || a.State == AssessmentState.ReviewDue || (a.State == AssessmentState.DpoReview && advised)))
                || (advises && ((a.State == AssessmentState.DpoReview && !advised) || (a.State == AssessmentState.PriorConsultation && !answered)))
                || (accepts && a.State == AssessmentState.RiskAcceptance && !accepted)
                || (approves && !author && !adviser && ((a.State == AssessmentState.RiskAcceptance && accepted) || (a.State == AssessmentState.PriorConsultation && answered)))
            select row;
    }
}
