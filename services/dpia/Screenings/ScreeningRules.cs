namespace Governance.Dpia.Screenings;

internal enum ScreeningResult
{
    Required,
    Judgement,
    NotRequired,
}

/// <summary>An answer that bears on the result, with the rule it comes from.</summary>
internal sealed record ScreeningReason(int Step, string Code, string Source);

/// <param name="Step">The step that decided, 1 to 4.</param>
/// <param name="Criteria">The WP248 criteria that count.</param>
internal sealed record Evaluation(ScreeningResult Result, int Step, IReadOnlyList<string> Criteria, IReadOnlyList<ScreeningReason> Reasons);

/// <summary>Whether processing needs a data protection impact assessment: the first step that has an answer decides.</summary>
internal static class ScreeningRules
{
    /// <param name="yes">Codes of the questions answered with yes.</param>
    /// <param name="singlePractitioner">Rec. 91: the clients of one physician or lawyer are not large scale.</param>
    public static Evaluation Evaluate(RuleSet rules, IReadOnlySet<string> yes, bool singlePractitioner = false)
    {
        var counted = rules.Questions
            .Where(q => yes.Contains(q.Code) || rules.Questions.Any(own => own.OwnCriterion == q.Code && yes.Contains(own.Code)))
            .Where(q => !(singlePractitioner && q.LargeScale))
            .ToArray();
        string[] criteria = [.. Of(QuestionKind.Criterion).Select(q => q.Code)];

        if (Of(QuestionKind.Exemption) is { Length: > 0 } exemptions)
            return Decide(ScreeningResult.NotRequired, 1, exemptions);
        if (Of(QuestionKind.Mandatory) is { Length: > 0 } mandatory)
            return Decide(ScreeningResult.Required, 2, mandatory);
        Question[] listed = [.. Of(QuestionKind.Listed), .. Of(QuestionKind.ListedWithCriterion).Where(q => criteria.Any(c => c != q.OwnCriterion))];
        if (listed.Length > 0)
            return Decide(ScreeningResult.Required, 3, listed);
        var result = criteria.Length switch
        {
            0 => ScreeningResult.NotRequired,
            1 => ScreeningResult.Judgement,
            _ => ScreeningResult.Required,
        };
        return Decide(result, 4, Of(QuestionKind.Criterion));

        Question[] Of(QuestionKind kind) => [.. counted.Where(q => q.Kind == kind)];

        Evaluation Decide(ScreeningResult decided, int step, IEnumerable<Question> because) =>
            new(decided, step, criteria, [.. because.Select(q => new ScreeningReason(step, q.Code, q.Source))]);
    }

    /// <summary>The questions still to be answered before the result can be trusted. An exemption that isn't claimed need not be answered.</summary>
    public static IReadOnlyList<string> Missing(RuleSet rules, IReadOnlySet<string> answered, Evaluation evaluation) =>
        evaluation.Step < 4
            ? []
            : [.. rules.Questions.Where(q => q.Kind != QuestionKind.Exemption && !answered.Contains(q.Code)).Select(q => q.Code)];
}
