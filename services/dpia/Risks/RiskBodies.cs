using System.Text.Json.Serialization;
using FluentValidation;
using Governance.Dpia.Assessments;
using Governance.Dpia.Measures;
using Governance.Dpia.Screenings;

namespace Governance.Dpia.Risks;

/// <param name="Title">The feared event in words.</param>
/// <param name="Controls">What stands against it, in words; measures with owner and date are linked instead.</param>
/// <param name="Severity">1 negligible, 2 limited, 3 significant, 4 maximum; before measures.</param>
/// <param name="Likelihood">The same scale.</param>
/// <param name="Residual">A rating after measures in place of the computed one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RiskBody(
    string Title,
    IReadOnlyList<string> Impacts,
    IReadOnlyList<string> Threats,
    IReadOnlyList<string> Sources,
    IReadOnlyList<string>? Controls = null,
    int? Severity = null,
    int? Likelihood = null,
    ResidualOverride? Residual = null)
{
    public RiskContent Content() => new(Title, Impacts, Threats, Sources, Controls ?? [], Severity, Likelihood, Residual);
}

internal sealed class RiskValidator : AbstractValidator<RiskBody>
{
    public RiskValidator()
    {
        RuleFor(b => b.Title).Text(500);
        RuleFor(b => b.Severity).InclusiveBetween(1, 4).WithMessage("1 to 4.");
        RuleFor(b => b.Likelihood).InclusiveBetween(1, 4).WithMessage("1 to 4.");
        RuleFor(b => b.Residual).ChildRules(residual =>
        {
            residual.RuleFor(r => r!.Severity).InclusiveBetween(1, 4).WithMessage("1 to 4.");
            residual.RuleFor(r => r!.Likelihood).InclusiveBetween(1, 4).WithMessage("1 to 4.");
            residual.RuleFor(r => r!.Reason).Text(4_000);
        });
        RuleFor(b => b).Custom((body, context) =>
        {
            var errors = new Dictionary<string, string[]>();
            AnswerRules.TextList("impacts", body.Impacts, errors);
            AnswerRules.TextList("threats", body.Threats, errors);
            AnswerRules.TextList("sources", body.Sources, errors);
            AnswerRules.TextList("controls", body.Controls ?? [], errors);
            foreach (var (field, messages) in errors)
                context.AddFailure(field, messages[0]);
        });
    }
}

/// <param name="FearedEvent">Code of the template's feared event; null for the team's own.</param>
/// <param name="Before">As things are; null until both are rated.</param>
/// <param name="Computed">After the linked measures.</param>
/// <param name="After">What counts: the override where there is one.</param>
internal sealed record RiskResponse(
    Guid Id,
    string? FearedEvent,
    string Title,
    IReadOnlyList<string> Impacts,
    IReadOnlyList<string> Threats,
    IReadOnlyList<string> Sources,
    IReadOnlyList<string> Controls,
    int? Severity,
    int? Likelihood,
    ResidualOverride? Residual,
    RatingResponse? Before,
    RatingResponse? Computed,
    RatingResponse? After,
    IReadOnlyList<Guid> MeasureIds,
    int Version,
    string? WrittenBy,
    DateTimeOffset? WrittenAt)
{
    public static RiskResponse Of(Risk r, IReadOnlyCollection<Measure> measures) => new(
        r.Id, r.FearedEvent, r.Content.Title, r.Content.Impacts, r.Content.Threats, r.Content.Sources, r.Content.Controls, r.Content.Severity, r.Content.Likelihood, r.Content.Residual,
        RatingResponse.Of(r.Content.Before), RatingResponse.Of(Risks.Residual.Computed(r, measures)), RatingResponse.Of(Risks.Residual.Of(r, measures)),
        [.. measures.Where(m => m.Content.RiskIds.Contains(r.Id)).Select(m => m.Id)], r.Version, r.WrittenBy, r.WrittenAt);
}

internal sealed record RatingResponse(int Severity, int Likelihood, RiskLevel Level)
{
    public static RatingResponse? Of(Rating? rating) => rating is null ? null : new(rating.Severity, rating.Likelihood, rating.Level);
}

/// <param name="Cells">All sixteen, severity 4 first, likelihood 1 first.</param>
internal sealed record RiskMapResponse(IReadOnlyList<RiskCell> Cells, RiskLevel? Highest)
{
    public static RiskMapResponse Of(AssessmentContent content) => new(
        [
            .. from severity in Enumerable.Range(1, 4).Reverse()
               from likelihood in Enumerable.Range(1, 4)
               let cell = new Rating(severity, likelihood)
               select new RiskCell(severity, likelihood, cell.Level, Ids(content, r => r.Content.Before == cell), Ids(content, r => Residual.Of(r, content.Measures) == cell)),
        ],
        content.HighestResidual);

    private static IReadOnlyList<Guid> Ids(AssessmentContent content, Func<Risk, bool> isThere) => [.. content.Risks.Where(isThere).Select(r => r.Id)];
}

/// <param name="Before">Ids of the risks rated so before measures.</param>
/// <param name="After">Ids of the risks that are there after measures.</param>
internal sealed record RiskCell(int Severity, int Likelihood, RiskLevel Level, IReadOnlyList<Guid> Before, IReadOnlyList<Guid> After);
