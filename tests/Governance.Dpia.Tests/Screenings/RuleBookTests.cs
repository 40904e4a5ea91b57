using Governance.Dpia.Screenings;

namespace Governance.Dpia.Tests.Screenings;

public sealed class RuleBookTests
{
    [Theory]
    [InlineData("EU", "2018-05-25", "eu-2018-05-25")]
    [InlineData("DE", "2026-03-01", "eu-2018-05-25")]
    [InlineData("GB", "2021-01-01", "gb-2021-01-01")]
    [InlineData("EU", "2018-05-24", null)]
    [InlineData("GB", "2020-12-31", null)]
    [InlineData("XX", "2026-03-01", null)]
    public void The_rules_in_force_follow_jurisdiction_and_day(string jurisdiction, string on, string? id) =>
        Assert.Equal(id, RuleBook.InForce(jurisdiction, DateOnly.Parse(on, null))?.Id);

    [Fact]
    public void Every_rule_set_has_the_nine_criteria_and_a_source_for_each_question() => Assert.All(RuleBook.All, rules =>
    {
        Assert.Equal(Enumerable.Range(1, 9).Select(n => $"C{n}"), rules.Questions.Where(q => q.Kind == QuestionKind.Criterion).Select(q => q.Code));
        Assert.Equal(3, rules.Questions.Count(q => q.Kind == QuestionKind.Exemption));
        Assert.Equal(3, rules.Questions.Count(q => q.Kind == QuestionKind.Mandatory));
        Assert.All(rules.Questions, q => Assert.False(string.IsNullOrWhiteSpace(q.Source) || string.IsNullOrWhiteSpace(q.Text)));
        Assert.Equal(rules.Questions.Count, rules.Questions.Select(q => q.Code).Distinct().Count());
    });
}
