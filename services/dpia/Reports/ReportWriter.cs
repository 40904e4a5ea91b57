using System.Globalization;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Measures;
using Governance.Dpia.Risks;
using Governance.Dpia.Screenings;
using Governance.Dpia.Templates;
using Governance.Dpia.Versions;
using Governance.Dpia.Workflow;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Reports;

/// <summary>Composes the report of an assessment, as it stands or as it was approved.</summary>
internal sealed class ReportWriter(DpiaDbContext db, DocumentWriter documents, People people)
{
    private static readonly string[] Scale = ["", "1 negligible", "2 limited", "3 significant", "4 maximum"];

    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();

    /// <returns>Null when there is no such assessment or version.</returns>
    public async Task<Report?> WriteAsync(Guid id, int? number, CancellationToken ct)
    {
        if (await db.Assessments.AsNoTracking().Include(a => a.Decisions).SingleOrDefaultAsync(a => a.Id == id, ct) is not { } assessment)
            return null;
        var version = number is null ? null : await db.Versions.AsNoTracking().SingleOrDefaultAsync(v => v.AssessmentId == id && v.Number == number, ct);
        if (number is not null && version is null)
            return null;
        var document = version is null ? await documents.MakeAsync(assessment, ct) : StoredJson.Read<AssessmentDocument>(version.Document);
        var template = await db.Templates.AsNoTracking().SingleAsync(t => t.Code == document.TemplateCode && t.Version == document.TemplateVersion, ct);
        _names = await people.NamesAsync(
            document.Authors.Concat(document.Measures.Select(m => m.Content.OwnerId)).Concat(document.Comments.Select(c => c.By)).Concat(document.Evaluations.SelectMany(e => new[] { e.By, e.Content.PersonInCharge }))
                .Append(assessment.Responsible).OfType<string>(), ct);
        var hash = version?.Hash ?? StoredJson.Hash(StoredJson.Canonical(document));
        return new Report(document.Subject.Title, Subtitle(assessment, version), [.. Blocks(assessment, document, template.Document, version, hash)]);
    }

    private static string Subtitle(Assessment assessment, AssessmentVersion? version) =>
        version is null ? $"Not approved: as it stands, {Words(assessment.State)}" : $"Version {version.Number}, approved on {Day(version.SignedAt)} by {version.SignedName}";

    private IEnumerable<Block> Blocks(Assessment assessment, AssessmentDocument document, Template template, AssessmentVersion? version, string hash)
    {
        yield return new Paragraph(document.Subject.Description);
        yield return new Facts([.. Overview(assessment, document, template)]);
        yield return new Heading(2, "Decision");
        yield return new Facts([.. Decisions(document, version, hash)]);
        var points = document.Risks.Select((r, i) => new RiskPoint(i + 1, r.Content.Title, r.Content.Before, r.After)).ToList();
        if (points.Count > 0)
        {
            yield return new Heading(2, "Risks at a glance");
            yield return new RiskMap(points);
        }
        if (document.Measures.Count > 0)
        {
            yield return new Heading(2, "Action plan");
            yield return new Grid(["Measure", "Against", "Owner", "Due", "State"], [7, 2, 3, 2, 2], [.. document.Measures.Select(m => Measure(m.Content, document.Risks))]);
        }
        foreach (var section in template.Sections)
        {
            foreach (var block in Section(section, document, points))
                yield return block;
        }
        yield return new Heading(2, "History");
        yield return new Grid(["When", "Who", "Step", "What was said"], [2, 3, 3, 8], [.. document.Decisions.Select(d => (IReadOnlyList<string>)[Day(d.At), d.ByName, Step(d), d.Text ?? ""])]);
        yield return new Paragraph($"Authors: {string.Join(", ", document.Authors.Select(Name))}.", Quiet: true);
    }

    private IEnumerable<(string, string)> Overview(Assessment assessment, AssessmentDocument document, Template template)
    {
        yield return ("Template", $"{template.Title}, version {document.TemplateVersion} ({template.Source})");
        yield return ("Law of", document.Subject.Jurisdiction == "EU" ? "European Union" : document.Subject.Jurisdiction);
        yield return ("Responsible", Name(assessment.Responsible));
        yield return ("Round", document.Round.ToString(CultureInfo.InvariantCulture));
        if (document.Maps.Count > 0)
            yield return ("Data stores", string.Join("; ", document.Maps.Select(m => m.MapVersion is { } v ? $"{m.DataStoreName} (data map version {v})" : m.DataStoreName)));
        if (document.Subject.Purposes.Count > 0)
            yield return ("Purposes", string.Join(", ", document.Subject.Purposes));
        if (document.Subject.Recipients.Count > 0)
            yield return ("Recipients", string.Join(", ", document.Subject.Recipients));
        if (assessment.ReviewOn is { } review)
            yield return ("Next review", review.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static IEnumerable<(string, string)> Decisions(AssessmentDocument document, AssessmentVersion? version, string hash)
    {
        foreach (var (step, title) in new[] { (WorkflowStep.Advise, "DPO's advice"), (WorkflowStep.AnswerAdvice, "Controller's answer"), (WorkflowStep.RecordViews, "People concerned"), (WorkflowStep.AcceptRisk, "Risk acceptance") })
        {
            if (document.Decisions.LastOrDefault(d => d.Step == step && d.Round == document.Round) is { } d)
                yield return (title, $"{Result(d.Result)}{d.Text} ({d.ByName}, {Day(d.At)})");
        }
        if (document.Consultation is { } c)
            yield return ("Supervisory authority", $"{c.Authority}, {c.Reference}; received {c.SubmittedOn:yyyy-MM-dd}, due {c.DueOn:yyyy-MM-dd}{(c.Outcome is { } outcome ? $"; {Words(outcome)} on {c.ConcludedOn:yyyy-MM-dd}" : "")}");
        if (version is not null)
            yield return ("Signature", $"{version.Statement} ({version.SignedName}, {version.SignedAt:yyyy-MM-dd HH:mm} UTC)");
        yield return ("Document hash", $"SHA-256 {hash}");
    }

    private IEnumerable<Block> Section(TemplateSection section, AssessmentDocument document, List<RiskPoint> points)
    {
        var answers = document.Answers.ToDictionary(a => a.QuestionId, a => a.Value);
        var questions = section.Questions.Where(q => answers.ContainsKey(q.Id)).ToList();
        var risks = section.Contains switch
        {
            SectionContent.Risk => document.Risks.Where(r => r.FearedEvent == section.FearedEvent).ToList(),
            SectionContent.OwnRisks => document.Risks.Where(r => r.FearedEvent is null).ToList(),
            _ => [],
        };
        if (questions.Count == 0 && risks.Count == 0)
            yield break;
        yield return new Heading(2, section.Title);
        if (section.Article is { } article)
            yield return new Paragraph(article, Quiet: true);
        foreach (var block in Remarks(section.Id, document))
            yield return block;
        foreach (var question in questions)
        {
            yield return new Heading(4, question.Title);
            yield return Answer(question, answers[question.Id], document);
            foreach (var block in Remarks(question.Id, document))
                yield return block;
        }
        foreach (var risk in risks)
        {
            foreach (var block in Risk(risk, points[document.Risks.ToList().IndexOf(risk)].Number, document))
                yield return block;
        }
    }

    private IEnumerable<Block> Risk(DocumentRisk risk, int number, AssessmentDocument document)
    {
        yield return new Heading(4, $"Risk {number}: {risk.Content.Title}");
        foreach (var (title, items) in new[] { ("Impacts on people", risk.Content.Impacts), ("Threats", risk.Content.Threats), ("Sources", risk.Content.Sources), ("Controls", risk.Content.Controls) })
        {
            if (items.Count > 0)
                yield return new Facts([(title, string.Join("\n", items.Select(i => $"• {i}")))]);
        }
        yield return new Facts(
        [
            ("Before measures", Rated(risk.Content.Before)),
            ("After measures", Rated(risk.After) + (risk.Content.Residual is { } o ? $", set in place of the computed {Rated(risk.Computed)}: {o.Reason}" : "")),
            ("Measures", string.Join("; ", document.Measures.Where(m => m.Content.RiskIds.Contains(risk.Id)).Select(m => m.Content.Title)) is { Length: > 0 } titles ? titles : "none linked"),
        ]);
        foreach (var block in Remarks(risk.Id.ToString(), document))
            yield return block;
    }

    private IEnumerable<Block> Remarks(string target, AssessmentDocument document)
    {
        foreach (var e in document.Evaluations.Where(e => e.Target == target))
            yield return new Paragraph($"Evaluation: {Words(e.Content.Status)}{(string.IsNullOrEmpty(e.Content.Remark) ? "" : $" – {e.Content.Remark}")}{(string.IsNullOrEmpty(e.Content.ActionPlan) ? "" : $" To do: {e.Content.ActionPlan}")} ({Name(e.By)})", Quiet: true);
        foreach (var c in document.Comments.Where(c => c.Target == target))
            yield return new Paragraph($"Comment by {Name(c.By)}, {Day(c.At)}: {c.Text}", Quiet: true);
    }

    private static Block Answer(TemplateQuestion question, AnswerValue value, AssessmentDocument document) => question.Kind switch
    {
        AnswerKind.Choice => new Bullets([.. value.Choices!.Select(code => question.Choices!.FirstOrDefault(c => c.Code == code)?.Text ?? code)]),
        AnswerKind.List => new Bullets(value.List!),
        AnswerKind.Gauge => new Paragraph($"{value.Gauge} of {question.Gauge}"),
        AnswerKind.Table => new Grid(
            [.. question.Columns!.Select(c => c.Text)], [.. question.Columns!.Select(_ => 1)],
            [.. value.Rows!.Select(row => (IReadOnlyList<string>)[.. question.Columns!.Select(c => row.GetValueOrDefault(c.Code, ""))])]),
        AnswerKind.Inventory => new Bullets([.. value.Inventory!.Select(r => $"{document.Maps.FirstOrDefault(m => m.DataStoreId == r.DataStoreId)?.DataStoreName ?? r.DataStoreId.ToString()} {r}".Trim())]),
        _ => new Paragraph(value.Text!),
    };

    private IReadOnlyList<string> Measure(MeasureContent m, IReadOnlyList<DocumentRisk> risks) =>
    [
        m.Description.Length == 0 ? m.Title : $"{m.Title}\n{m.Description}",
        string.Join(", ", risks.Select((r, i) => (r.Id, i)).Where(r => m.RiskIds.Contains(r.Id)).Select(r => $"Risk {r.i + 1}")),
        m.OwnerId is { } owner ? Name(owner) : "",
        m.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
        Words(m.State),
    ];

    private string Name(string id) => _names.GetValueOrDefault(id, id);

    private static string Rated(Rating? rating) => rating is null ? "not rated" : $"{Words(rating.Level)} (severity {Scale[rating.Severity]}, likelihood {Scale[rating.Likelihood]})";

    private static string Step(DecisionResponse d) => Words(d.Step) + (d.To == d.From ? "" : $" → {Words(d.To)}");

    private static string Result(string? code) => code is null ? "" : $"{char.ToUpperInvariant(code[0])}{Split(code)[1..]}. ";

    private static string Words<TEnum>(TEnum value)
        where TEnum : struct, Enum => Split(Screen.CodeOf(value));

    /// <summary>noObjection → no objection.</summary>
    private static string Split(string code) => string.Concat(code.Select(c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
