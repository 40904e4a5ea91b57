using Governance.Dpia.Assessments;
using Governance.Dpia.Measures;

namespace Governance.Dpia.Risks;

internal enum RiskLevel
{
    Low,
    Medium,
    High,
}

/// <param name="Severity">1 negligible, 2 limited, 3 significant, 4 maximum.</param>
/// <param name="Likelihood">The same scale.</param>
internal sealed record Rating(int Severity, int Likelihood)
{
    /// <summary>High where both are at least significant, low where neither is.</summary>
    public RiskLevel Level => (Severity >= 3, Likelihood >= 3) switch
    {
        (true, true) => RiskLevel.High,
        (false, false) => RiskLevel.Low,
        _ => RiskLevel.Medium,
    };
}

/// <summary>A rating in place of the computed one.</summary>
internal sealed record ResidualOverride(int Severity, int Likelihood, string Reason)
{
    public Rating Rating => new(Severity, Likelihood);
}

/// <param name="Title">The feared event in words.</param>
/// <param name="Impacts">What it would mean for people.</param>
/// <param name="Threats">How it could come about.</param>
/// <param name="Sources">Who or what could bring it about.</param>
/// <param name="Controls">What stands against it, in words; measures with owner and date are linked instead.</param>
/// <param name="Severity">As things are, before the measures; null until rated.</param>
/// <param name="Residual">Set where the computed rating after measures is not right.</param>
internal sealed record RiskContent(
    string Title,
    IReadOnlyList<string> Impacts,
    IReadOnlyList<string> Threats,
    IReadOnlyList<string> Sources,
    IReadOnlyList<string> Controls,
    int? Severity = null,
    int? Likelihood = null,
    ResidualOverride? Residual = null)
{
    public Rating? Before => Severity is { } s && Likelihood is { } l ? new Rating(s, l) : null;
}

/// <summary>A feared event and what is known of it.</summary>
internal sealed class Risk : Part<RiskContent>
{
    public Guid Id { get; private init; }

    /// <summary>Code of the template's feared event; null for the team's own.</summary>
    public string? FearedEvent { get; private init; }

    public override PartKind Kind => PartKind.Risk;

    public override string Key => Id.ToString();

    public static Risk Of(Guid assessment, string? fearedEvent, RiskContent content, string by, DateTimeOffset now)
    {
        var risk = new Risk { AssessmentId = assessment, Id = Guid.CreateVersion7(now), FearedEvent = fearedEvent };
        risk.Write(content, by, now);
        return risk;
    }
}

/// <summary>What remains of a risk.</summary>
internal static class Residual
{
    /// <summary>The rating before, less what the linked measures take off; never below 1. Null until the risk is rated.</summary>
    public static Rating? Computed(Risk risk, IEnumerable<Measure> measures)
    {
        if (risk.Content.Before is not { } before)
            return null;
        var effective = measures.Where(m => m.State != MeasureState.Dropped && m.Content.RiskIds.Contains(risk.Id)).Select(m => m.Content).ToList();
        return new Rating(Math.Max(1, before.Severity - effective.Sum(m => m.LowersSeverity)), Math.Max(1, before.Likelihood - effective.Sum(m => m.LowersLikelihood)));
    }

    /// <summary>What counts: the override where there is one.</summary>
    public static Rating? Of(Risk risk, IEnumerable<Measure> measures) => risk.Content.Residual?.Rating ?? Computed(risk, measures);
}
