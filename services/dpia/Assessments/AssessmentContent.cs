using Governance.Dpia.Data;
using Governance.Dpia.Evaluations;
using Governance.Dpia.Measures;
using Governance.Dpia.Risks;
using Governance.Dpia.Templates;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Assessments;

/// <summary>Everything that people wrote into an assessment.</summary>
internal sealed record AssessmentContent(
    PublishedTemplate Template,
    IReadOnlyDictionary<string, AssessmentAnswer> Answers,
    IReadOnlyList<Risk> Risks,
    IReadOnlyList<Measure> Measures,
    IReadOnlyList<PartEvaluation> Evaluations)
{
    public Visibility Visibility { get; } = new(Template.Document, Answers.ToDictionary(a => a.Key, a => a.Value.Content));

    public RiskLevel? HighestResidual => Risks.Select(r => Residual.Of(r, Measures)?.Level).Max();

    public Risk? RiskOf(TemplateSection section) => Risks.FirstOrDefault(r => r.FearedEvent is not null && r.FearedEvent == section.FearedEvent);

    /// <summary>Whether something of the assessment goes by this code or id.</summary>
    public bool Has(string target) =>
        Template.Document.Sections.Any(s => s.Id == target || s.Questions.Any(q => q.Id == target)) || Risks.Any(r => r.Key == target) || Measures.Any(m => m.Key == target);

    public static async Task<AssessmentContent> ReadAsync(DpiaDbContext db, Assessment assessment, CancellationToken ct)
    {
        var id = assessment.Id;
        var template = await db.Templates.AsNoTracking().SingleAsync(t => t.Code == assessment.TemplateCode && t.Version == assessment.TemplateVersion, ct);
        // Risks of the template in its order, then the team's own as they came.
        var order = template.Document.Sections.Where(s => s.FearedEvent is not null).Select((s, i) => (s.FearedEvent!, i)).ToDictionary(s => s.Item1, s => s.i);
        var risks = await db.Risks.AsNoTracking().Where(r => r.AssessmentId == id).ToListAsync(ct);
        return new AssessmentContent(
            template,
            await db.Answers.AsNoTracking().Where(a => a.AssessmentId == id).ToDictionaryAsync(a => a.QuestionId, ct),
            [.. risks.OrderBy(r => r.FearedEvent is { } e ? order[e] : int.MaxValue).ThenBy(r => r.Id)],
            await db.Measures.AsNoTracking().Where(m => m.AssessmentId == id).OrderBy(m => m.Id).ToListAsync(ct),
            await db.Evaluations.AsNoTracking().Where(e => e.AssessmentId == id).OrderBy(e => e.Target).ToListAsync(ct));
    }
}
