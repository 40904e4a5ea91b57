using Governance.Dpia.Measures;
using Governance.Dpia.Risks;
using Governance.Dpia.Templates;

namespace Governance.Dpia.Assessments;

/// <param name="Shown">False when the section's condition doesn't hold.</param>
/// <param name="Required">Things that must be there.</param>
/// <param name="Done">Of them, those that are.</param>
/// <param name="Missing">The others: <c>answers.purposes</c>, <c>risks.{id}.severity</c>, <c>measures</c>.</param>
internal sealed record SectionProgress(string SectionId, string Title, bool Shown, int Required, int Done, IReadOnlyList<string> Missing)
{
    public int Percent => Required == 0 ? 100 : 100 * Done / Required;
}

/// <summary>How complete an assessment is: GDPR Art. 35(7) asks for description, necessity, risks and measures.</summary>
internal static class Completeness
{
    public static IReadOnlyList<SectionProgress> Of(AssessmentContent content) => [.. content.Template.Document.Sections.Select(s => Of(s, content))];

    private static SectionProgress Of(TemplateSection section, AssessmentContent content)
    {
        if (!content.Visibility.IsShown(section))
            return new SectionProgress(section.Id, section.Title, Shown: false, 0, 0, []);
        var items = section.Questions
            .Where(q => q.Required && content.Visibility.IsShown(q))
            .Select(q => (Name: $"answers.{q.Id}", IsThere: content.Answers.TryGetValue(q.Id, out var a) && !a.Content.IsEmpty))
            .Concat(section.Contains switch
            {
                SectionContent.Measures => Measures(content.Measures),
                SectionContent.Risk => content.RiskOf(section) is { } risk ? Risk(risk) : [(Name: $"risks.{section.FearedEvent}", IsThere: false)],
                SectionContent.OwnRisks => content.Risks.Where(r => r.FearedEvent is null).SelectMany(Risk),
                _ => [],
            })
            .ToList();
        return new SectionProgress(section.Id, section.Title, Shown: true, items.Count, items.Count(i => i.IsThere), [.. items.Where(i => !i.IsThere).Select(i => i.Name)]);
    }

    private static IEnumerable<(string Name, bool IsThere)> Risk(Risk risk) =>
    [
        ($"risks.{risk.Id}.impacts", risk.Content.Impacts.Count > 0),
        ($"risks.{risk.Id}.threats", risk.Content.Threats.Count > 0),
        ($"risks.{risk.Id}.sources", risk.Content.Sources.Count > 0),
        ($"risks.{risk.Id}.severity", risk.Content.Severity is not null),
        ($"risks.{risk.Id}.likelihood", risk.Content.Likelihood is not null),
    ];

    private static IEnumerable<(string Name, bool IsThere)> Measures(IReadOnlyList<Measure> measures) =>
    [
        ("measures", measures.Any(m => m.State != MeasureState.Dropped)),
        .. measures.Where(m => m.IsOpen).SelectMany(m => new[] { ($"measures.{m.Id}.ownerId", m.Content.OwnerId is not null), ($"measures.{m.Id}.dueOn", m.DueOn is not null) }),
    ];
}
