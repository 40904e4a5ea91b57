using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Evaluations;
using Governance.Dpia.Measures;
using Governance.Dpia.Risks;
using Governance.Dpia.Workflow;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Versions;

/// <summary>An assessment as a whole: what is signed, compared and reported.</summary>
internal sealed record AssessmentDocument(
    Guid Id,
    AssessmentSubject Subject,
    int Round,
    string TemplateCode,
    int TemplateVersion,
    string TemplateHash,
    Guid? ScreeningId,
    IReadOnlyList<MapBaseline> Maps,
    IReadOnlyList<DocumentAnswer> Answers,
    IReadOnlyList<DocumentRisk> Risks,
    IReadOnlyList<DocumentMeasure> Measures,
    IReadOnlyList<DocumentEvaluation> Evaluations,
    IReadOnlyList<DocumentComment> Comments,
    IReadOnlyList<DecisionResponse> Decisions,
    Consultation? Consultation,
    IReadOnlyList<string> Authors);

internal sealed record DocumentAnswer(string QuestionId, AnswerValue Value, int Version, string WrittenBy, DateTimeOffset WrittenAt);

internal sealed record DocumentRisk(Guid Id, string? FearedEvent, RiskContent Content, Rating? Computed, Rating? After, int Version);

internal sealed record DocumentMeasure(Guid Id, MeasureContent Content, int Version);

internal sealed record DocumentEvaluation(string Target, EvaluationContent Content, string By, DateTimeOffset At);

internal sealed record DocumentComment(Guid Id, string Target, string Text, string By, DateTimeOffset At, bool Resolved);

internal sealed class DocumentWriter(DpiaDbContext db, Separation separation)
{
    /// <summary>Canonical JSON of the assessment as it stands. The same state gives the same bytes.</summary>
    public async Task<string> WriteAsync(Assessment assessment, CancellationToken ct) => StoredJson.Canonical(await MakeAsync(assessment, ct));

    /// <param name="assessment">With its decisions.</param>
    public async Task<AssessmentDocument> MakeAsync(Assessment assessment, CancellationToken ct)
    {
        var content = await AssessmentContent.ReadAsync(db, assessment, ct);
        var comments = await db.Comments.AsNoTracking().Where(c => c.AssessmentId == assessment.Id).OrderBy(c => c.Id).ToListAsync(ct);
        return new AssessmentDocument(
            assessment.Id,
            assessment.Subject,
            assessment.Round,
            content.Template.Code,
            content.Template.Version,
            content.Template.Hash,
            assessment.ScreeningId,
            assessment.Maps,
            [
                .. content.Template.Document.Questions.Where(q => content.Visibility.IsShown(q) && content.Answers.TryGetValue(q.Id, out var a) && !a.Content.IsEmpty)
                    .Select(q => content.Answers[q.Id]).Select(a => new DocumentAnswer(a.QuestionId, a.Content, a.Version, a.WrittenBy!, a.WrittenAt!.Value)),
            ],
            [.. content.Risks.Select(r => new DocumentRisk(r.Id, r.FearedEvent, r.Content, Residual.Computed(r, content.Measures), Residual.Of(r, content.Measures), r.Version))],
            [.. content.Measures.Select(m => new DocumentMeasure(m.Id, m.Content, m.Version))],
            [.. content.Evaluations.Select(e => new DocumentEvaluation(e.Target, e.Content, e.By, e.At))],
            [.. comments.Select(c => new DocumentComment(c.Id, c.Target, c.Text, c.By, c.At, c.ResolvedAt is not null))],
            [.. assessment.Decisions.OrderBy(d => d.Number).Select(DecisionResponse.Of)],
            assessment.Consultation,
            [.. (await separation.AuthorsAsync(assessment.Id, ct)).Order(StringComparer.Ordinal)]);
    }
}
