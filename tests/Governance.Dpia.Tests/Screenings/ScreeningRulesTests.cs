using Governance.Dpia.Screenings;

namespace Governance.Dpia.Tests.Screenings;

public sealed class ScreeningRulesTests
{
    private static readonly RuleSet Eu = RuleBook.Get("eu-2018-05-25");
    private static readonly RuleSet Gb = RuleBook.Get("gb-2021-01-01");

    [Theory]
    [InlineData("Hospital genetic and health records", "C4 C5 C7", "Required")]
    [InlineData("Employee activity monitoring", "C3 C7", "Required")]
    [InlineData("Credit or fraud database", "C1 C2 C4 C9", "Required")]
    [InlineData("Magazine mailing list", "C5", "Judgement")]
    [InlineData("Shop ads from own-site views", "C1", "Judgement")]
    [InlineData("No criteria", "", "NotRequired")]
    public void A_known_case_comes_out_as_published(string name, string criteria, string result)
    {
        var evaluation = ScreeningRules.Evaluate(Eu, Yes(criteria));
        Assert.True(result == evaluation.Result.ToString(), name);
        Assert.Equal(4, evaluation.Step);
        Assert.Equal(Yes(criteria).Order(), evaluation.Criteria);
        Assert.Equal(Yes(criteria).Order(), evaluation.Reasons.Select(r => r.Code));
    }

    [Theory]
    [InlineData("C8")]
    [InlineData("uk-innovative-technology C8")]
    [InlineData("uk-innovative-technology")]
    public void A_british_chatbot_on_new_technology_alone_is_left_to_judgement(string answers)
    {
        var evaluation = ScreeningRules.Evaluate(Gb, Yes(answers));
        Assert.Equal((ScreeningResult.Judgement, 4), (evaluation.Result, evaluation.Step));
        Assert.Equal(["C8"], evaluation.Criteria);
    }

    [Fact]
    public void British_new_technology_with_a_further_criterion_is_required()
    {
        var evaluation = ScreeningRules.Evaluate(Gb, Yes("uk-innovative-technology C7"));
        Assert.Equal((ScreeningResult.Required, 3), (evaluation.Result, evaluation.Step));
        Assert.Equal(["uk-innovative-technology"], evaluation.Reasons.Select(r => r.Code));
    }

    [Theory]
    [InlineData("uk-biometric")]
    [InlineData("uk-genetic")]
    [InlineData("uk-invisible")]
    [InlineData("uk-tracking")]
    public void A_british_list_entry_that_needs_a_criterion_decides_only_with_one(string entry)
    {
        Assert.Equal((ScreeningResult.NotRequired, 4), Outcome(ScreeningRules.Evaluate(Gb, Yes(entry))));
        Assert.All(Criteria(), c => Assert.Equal((ScreeningResult.Required, 3), Outcome(ScreeningRules.Evaluate(Gb, Yes($"{entry} {c}")))));
    }

    [Theory]
    [InlineData("uk-denial-of-service")]
    [InlineData("uk-large-scale-profiling")]
    [InlineData("uk-data-matching")]
    [InlineData("uk-targeting")]
    [InlineData("uk-physical-harm")]
    public void A_british_list_entry_that_stands_alone_decides_alone(string entry) =>
        Assert.Equal((ScreeningResult.Required, 3), Outcome(ScreeningRules.Evaluate(Gb, Yes(entry))));

    [Theory]
    [InlineData("art35-3-a")]
    [InlineData("art35-3-b")]
    [InlineData("art35-3-c")]
    public void Article_35_3_requires_whatever_the_criteria_say(string code)
    {
        var evaluation = ScreeningRules.Evaluate(Eu, Yes(code + " listed-by-authority"));
        Assert.Equal((ScreeningResult.Required, 2), Outcome(evaluation));
        Assert.StartsWith("GDPR Art. 35(3)", Assert.Single(evaluation.Reasons).Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exempt-list", "GDPR Art. 35(5)")]
    [InlineData("exempt-law", "GDPR Art. 35(10)")]
    [InlineData("exempt-similar", "GDPR Art. 35(1)")]
    public void An_exemption_comes_before_everything_else(string code, string source)
    {
        var evaluation = ScreeningRules.Evaluate(Eu, Yes(code + " art35-3-a listed-by-authority C1 C2"));
        Assert.Equal((ScreeningResult.NotRequired, 1), Outcome(evaluation));
        Assert.Equal(new ScreeningReason(1, code, source), Assert.Single(evaluation.Reasons));
    }

    [Fact]
    public void A_match_in_a_national_list_comes_before_the_criteria() =>
        Assert.Equal((ScreeningResult.Required, 3), Outcome(ScreeningRules.Evaluate(Eu, Yes("listed-by-authority"))));

    [Fact]
    public void Every_subset_of_the_criteria_is_decided_by_its_size() => Assert.All(Subsets(), criteria =>
    {
        foreach (var rules in new[] { Eu, Gb })
        {
            var evaluation = ScreeningRules.Evaluate(rules, criteria);
            var expected = criteria.Count == 0 ? ScreeningResult.NotRequired : criteria.Count == 1 ? ScreeningResult.Judgement : ScreeningResult.Required;
            Assert.Equal((expected, 4), Outcome(evaluation));
        }
    });

    [Fact]
    public void A_further_yes_that_is_no_exemption_never_lowers_the_result() => Assert.All(Subsets(), criteria =>
    {
        var before = ScreeningRules.Evaluate(Gb, criteria).Result;
        foreach (var question in Gb.Questions.Where(q => q.Kind != QuestionKind.Exemption))
            Assert.True(ScreeningRules.Evaluate(Gb, criteria.Append(question.Code).ToHashSet()).Result <= before, question.Code);
    });

    [Fact]
    public void The_clients_of_a_single_practitioner_are_never_large_scale() => Assert.All(Subsets(), criteria =>
    {
        var evaluation = ScreeningRules.Evaluate(Eu, criteria.Append("art35-3-b").ToHashSet(), singlePractitioner: true);
        Assert.Equal(4, evaluation.Step);
        Assert.Equal(ScreeningRules.Evaluate(Eu, criteria.Where(c => c != "C5").ToHashSet()).Result, evaluation.Result);
    });

    [Fact]
    public void Every_question_is_asked_unless_an_earlier_step_decides()
    {
        var undecided = ScreeningRules.Evaluate(Eu, Yes("C1"));
        Assert.Equal(Eu.Questions.Where(q => q.Kind != QuestionKind.Exemption && q.Code != "C1").Select(q => q.Code), ScreeningRules.Missing(Eu, Yes("C1"), undecided));
        var decided = ScreeningRules.Evaluate(Eu, Yes("art35-3-a"));
        Assert.Empty(ScreeningRules.Missing(Eu, Yes("art35-3-a"), decided));
    }

    private static (ScreeningResult, int) Outcome(Evaluation evaluation) => (evaluation.Result, evaluation.Step);

    private static IEnumerable<string> Criteria() => Enumerable.Range(1, 9).Select(n => $"C{n}");

    private static HashSet<string> Yes(string codes) => [.. codes.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static IEnumerable<HashSet<string>> Subsets() =>
        Enumerable.Range(0, 512).Select(bits => Criteria().Where((_, i) => (bits >> i & 1) == 1).ToHashSet());
}
