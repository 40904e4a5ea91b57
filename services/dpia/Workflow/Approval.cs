using System.Security.Claims;
using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Data;
using Governance.Dpia.Living;
using Governance.Dpia.Versions;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Workflow;

/// <summary>Approval with four eyes: the signer has read what is signed, and had no hand in it.</summary>
internal sealed class Approval(DpiaDbContext db, Separation separation, DocumentWriter documents, MessageOutbox outbox, EventHeaders headers)
{
    private string? _document;

    public async Task<Refusal?> CheckAsync(StepContext context, string hash, CancellationToken ct)
    {
        var assessment = context.Assessment;
        if (await StepRules.PersonOnly(context) is { } machine)
            return machine;
        if ((await separation.AuthorsAsync(assessment.Id, ct)).Contains(context.Person.Id))
            return new Refusal("approver-is-author", "Who wrote the assessment, or is tied to an author by a delegated task, can't approve it.", Forbidden: true);
        // GDPR Art. 38(6): who advises on it independently doesn't decide on it.
        if (assessment.Current(WorkflowStep.Advise)?.By == context.Person.Id)
            return new Refusal("approver-is-adviser", "Who gave the DPO's advice can't approve.", Forbidden: true);
        if (assessment.Current(WorkflowStep.AcceptRisk) is null)
            return new Refusal("risk-not-accepted", "Nobody has accepted what remains of the risk.");
        if (assessment.State == AssessmentState.PriorConsultation && assessment.Consultation?.Outcome is null)
            return new Refusal("consultation-open", "The supervisory authority has not answered yet.");
        if (assessment.Consultation?.Outcome == ConsultationOutcome.Prohibited)
            return new Refusal("processing-prohibited", "The supervisory authority has forbidden the processing.");
        // What was reviewed and accepted is no longer what is processed.
        var submitted = assessment.Decisions.Where(d => d.Step == WorkflowStep.Submit).Max(d => d.At);
        if (await db.Triggers.AnyAsync(t => t.AssessmentId == assessment.Id && t.At > submitted && t.Kind != TriggerKind.MeasureOverdue, ct))
            return new Refusal("changed-since-submission", "The processing has changed since the assessment was submitted: see its review triggers.");
        _document = await documents.WriteAsync(assessment, ct);
        return StoredJson.Hash(_document) == hash
            ? null
            : new Refusal("document-changed", "The document is not the one whose hash was signed. Read it again.");
    }

    public Task SignAsync(StepContext context, ClaimsPrincipal user, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var assessment = context.Assessment;
        var version = new AssessmentVersion
        {
            AssessmentId = assessment.Id,
            Number = assessment.ApprovedVersions,
            Document = _document!,
            Hash = StoredJson.Hash(_document!),
            SignedBy = context.Person.Id,
            SignedName = context.Person.Name,
            SignedAt = context.Now,
            Statement = context.Note.Text!,
        };
        db.Add(version);
        var header = headers.New(user.Actor(), "dpia-assessment", assessment.Id) with { ObjectVersion = assessment.Version };
        outbox.Add(db, new AssessmentApproved(header, assessment.Id, version.Number, version.Hash));
        return Task.CompletedTask;
    }
}
