using Governance.Dpia.Templates;

namespace Governance.Dpia.Assessments;

/// <summary>Which sections and questions a set of answers brings up. A question that is not shown counts as unanswered.</summary>
internal sealed class Visibility(Template template, IReadOnlyDictionary<string, AnswerValue> answers)
{
    private readonly Dictionary<string, bool> _known = [];

    public bool IsShown(TemplateSection section) => Holds(section.When);

    public bool IsShown(TemplateQuestion question)
    {
        if (_known.TryGetValue(question.Id, out var shown))
            return shown;
        // Published templates have no cycles; a question in the making counts as hidden.
        _known[question.Id] = false;
        return _known[question.Id] = Holds(template.Sections.First(s => s.Questions.Contains(question)).When) && Holds(question.When);
    }

    private bool Holds(Condition? condition) => condition switch
    {
        null => true,
        { All: { } all } => all.All(Holds),
        { Any: { } any } => any.Any(Holds),
        { Not: { } not } => !Holds(not),
        _ => Compares(condition),
    };

    private bool Compares(Condition condition)
    {
        if (template.Find(condition.Question!) is not { } question || !IsShown(question) || !answers.TryGetValue(question.Id, out var answer) || answer.IsEmpty)
            return false;
        return condition switch
        {
            { Is: { } codes } => answer.Choices?.Any(codes.Contains) == true,
            { AtLeast: { } step } => answer.Gauge >= step,
            _ => true,
        };
    }
}
