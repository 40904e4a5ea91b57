using System.Security.Claims;
using Governance.Contracts;
using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.Dpia.Workflow;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;

namespace Governance.Dpia.Living;

/// <summary>Why assessments have to be looked at again; brings approved ones to review due.</summary>
internal sealed class ReviewDesk(DpiaDbContext db, MessageOutbox outbox, EventHeaders headers, TimeProvider clock)
{
    private const int MaxReason = 500;

    /// <summary>Records the trigger; an approved or monitored assessment falls due. Closed ones are left alone. The caller saves, within a transaction.</summary>
    /// <param name="actor">Null for the service itself.</param>
    public async Task TriggerAsync(Guid assessmentId, TriggerKind kind, string sourceId, string reason, IReadOnlyList<NamedChange> changes, Actor? actor, CancellationToken ct)
    {
        if (await db.LockAsync(assessmentId, ct) is not { IsOpen: true } assessment)
            return;
        var before = assessment.State;
        var reopens = Transitions.After(before, WorkflowStep.DeclareReviewDue) is not null;
        if (reopens)
        {
            assessment.Take(WorkflowStep.DeclareReviewDue, new StepNote(reason, Screen.CodeOf(kind)), Person.Service, clock.Now());
            var header = headers.New(actor, "dpia-assessment", assessmentId) with { ObjectVersion = assessment.Version };
            outbox.Add(db, new AssessmentStepTaken(
                header, assessmentId, Screen.CodeOf(WorkflowStep.DeclareReviewDue), Screen.CodeOf(before), Screen.CodeOf(assessment.State), Screen.CodeOf(kind), assessment.Round));
        }
        Record(assessment, kind, sourceId, reason, changes, reopens, actor);
    }

    /// <summary>Somebody has declared review due themselves.</summary>
    public void RecordManual(Assessment assessment, string reason, ClaimsPrincipal user) =>
        Record(assessment, TriggerKind.Manual, user.CallerId(), reason, [], reopened: true, user.Actor());

    private void Record(Assessment assessment, TriggerKind kind, string sourceId, string reason, IReadOnlyList<NamedChange> changes, bool reopened, Actor? actor)
    {
        var trigger = new ReviewTrigger
        {
            Id = Guid.CreateVersion7(clock.Now()),
            AssessmentId = assessment.Id,
            Round = assessment.Round,
            Kind = kind,
            SourceId = sourceId,
            Reason = reason.Length > MaxReason ? reason[..MaxReason] : reason,
            Changes = changes,
            Reopened = reopened,
            At = clock.Now(),
        };
        db.Add(trigger);
        outbox.Add(db, new ReviewTriggered(headers.New(actor, "dpia-assessment", assessment.Id), assessment.Id, trigger.Id, Screen.CodeOf(kind), sourceId, changes.Count, reopened));
    }
}
