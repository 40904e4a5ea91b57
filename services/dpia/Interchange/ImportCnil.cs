using System.Text.Encodings.Web;
using System.Text.Json;
using Governance.Dpia.Assessments;
using Governance.Dpia.Comments;
using Governance.Dpia.Data;
using Governance.Dpia.Evaluations;
using Governance.Dpia.Measures;
using Governance.Dpia.Risks;
using Governance.Dpia.Templates;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Interchange;

/// <summary>Makes an assessment of a CNIL PIA file and keeps the file, so that an export loses nothing of it.</summary>
internal sealed class ImportCnil(DpiaDbContext db, OpenAssessment open, TimeProvider clock)
{
    private const string Residual = "As evaluated in the imported file.";

    public static Task<Results<Created<AssessmentResponse>, ProblemHttpResult>> HandleAsync(JsonElement file, ImportCnil import, HttpContext http, CancellationToken ct) =>
        import.RunAsync(file, http, ct);

    private async Task<Results<Created<AssessmentResponse>, ProblemHttpResult>> RunAsync(JsonElement file, HttpContext http, CancellationToken ct)
    {
        var reader = new CnilReader();
        var content = reader.Read(file);
        if (reader.Errors.Count > 0)
            return Problems.Validation(reader.Errors.Take(100).ToDictionary());
        var template = await db.Templates.AsNoTracking().SingleAsync(t => t.Code == BuiltInTemplates.General && t.Version == 1, ct);
        var (person, now) = (People.Of(http.User), clock.Now());
        var subject = new AssessmentSubject(content.Name, "Imported from a CNIL PIA file.", "EU", [], [], []);
        var assessment = Assessment.Open(subject, template.Code, template.Version, screening: null, clonedFrom: null, person, now);
        assessment.KeepImport(JsonSerializer.Serialize(file, CnilJson.Options));

        foreach (var question in template.Document.Questions.Where(q => q.Cnil is { } n && content.Answers.TryGetValue(n, out var a) && !string.IsNullOrEmpty(a.Text)))
            OpenAssessment.Add(db, AssessmentAnswer.To(assessment.Id, question.Id, new AnswerValue(Text: content.Answers[question.Cnil!.Value].Text), person.Id, now), now);
        foreach (var section in template.Document.Sections.Where(s => s.Contains == SectionContent.Risk))
            OpenAssessment.Add(db, Risk.Of(assessment.Id, section.FearedEvent, RiskOf(section, content), person.Id, now), now);
        var measures = content.Measures.ToDictionary(
            m => m.Id,
            m => Measure.Of(assessment.Id, new MeasureContent(m.Title.Length > 0 ? m.Title : "Measure", m.Content, MeasureState.Done, []), person.Id, now, m.Id));
        foreach (var measure in measures.Values)
            OpenAssessment.Add(db, measure, now);
        foreach (var (reference, evaluation) in content.Evaluations.Where(e => e.Value.Status is not null))
        {
            if (TargetOf(reference, template.Document, measures) is not { } target)
                continue;
            var part = new PartEvaluation { AssessmentId = assessment.Id, Target = target };
            part.Write(CnilEvaluations.Content(evaluation), person.Id, now);
            db.Add(part);
        }
        foreach (var comment in content.Comments)
        {
            var target = comment.ForMeasure ? measures.GetValueOrDefault(comment.Reference)?.Key : template.Document.Questions.FirstOrDefault(q => q.Cnil?.ToString(System.Globalization.CultureInfo.InvariantCulture) == comment.Reference)?.Id;
            if (target is not null && comment.Text.Length > 0)
                db.Add(new Comment { Id = Guid.CreateVersion7(now), AssessmentId = assessment.Id, Target = target, Text = comment.Text, By = person.Id, At = now, IsImported = true });
        }
        return await open.SaveAsync(assessment, "import", http, ct);
    }

    public static RiskContent RiskOf(TemplateSection section, CnilContent content)
    {
        var found = CnilNumbers.Events.Single(e => e.Event == section.FearedEvent);
        var evaluation = content.Evaluations.GetValueOrDefault(found.Section);
        return new RiskContent(
            section.Title,
            Answer(CnilNumbers.Impacts).List,
            Answer(CnilNumbers.Threats).List,
            Answer(CnilNumbers.Sources).List,
            Answer(CnilNumbers.Controls).List,
            Answer(CnilNumbers.Severity).Gauge,
            Answer(CnilNumbers.Likelihood).Gauge,
            evaluation is { Severity: { } severity, Likelihood: { } likelihood } ? new ResidualOverride(severity, likelihood, Residual) : null);

        CnilAnswer Answer(int suffix) => content.Answers.GetValueOrDefault(found.Prefix + suffix, CnilAnswer.None);
    }

    /// <summary><c>1.2</c> is a section, <c>2.1.211</c> a question, <c>3.1.7</c> a measure.</summary>
    private static string? TargetOf(string reference, Template template, Dictionary<string, Measure> measures)
    {
        var parts = reference.Split('.');
        if (parts.Length == 2)
            return template.Sections.FirstOrDefault(s => s.Id == reference)?.Id;
        return parts is ["3", "1", var id] ? measures.GetValueOrDefault(id)?.Key
            : parts.Length == 3 ? template.Questions.FirstOrDefault(q => q.Cnil?.ToString(System.Globalization.CultureInfo.InvariantCulture) == parts[2])?.Id
            : null;
    }
}

internal static class CnilEvaluations
{
    public static EvaluationContent Content(CnilEvaluation e) => new(e.Status!.Value, e.Remark, e.ActionPlan, e.DueOn, e.PersonInCharge);
}

internal static class CnilJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
