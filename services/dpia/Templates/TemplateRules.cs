using System.Text.RegularExpressions;

namespace Governance.Dpia.Templates;

/// <summary>What a template must satisfy before it is published: field → messages.</summary>
internal static partial class TemplateRules
{
    private const int MaxSections = 100;
    private const int MaxQuestions = 500;
    private const int MaxOptions = 100;
    private const int MaxDepth = 8;

    public static Dictionary<string, string[]> Check(Template template)
    {
        var check = new Checker(template);
        check.Run();
        return check.Errors.ToDictionary(e => e.Key, e => e.Value.ToArray());
    }

    [GeneratedRegex(@"\A[a-z0-9]+([.-][a-z0-9]+)*\z")]
    private static partial Regex IdForm();

    private sealed class Checker(Template template)
    {
        private readonly Dictionary<string, TemplateQuestion> _questions = [];

        public Dictionary<string, List<string>> Errors { get; } = [];

        public void Run()
        {
            Text("title", template.Title, 200);
            Text("source", template.Source, 500);
            if (template.Language is null || !IdForm().IsMatch(template.Language.ToLowerInvariant()) || template.Language.Length > 20)
                Add("language", "A BCP 47 tag.");
            if (template.Sections.Count is 0 or > MaxSections || template.Sections.Any(s => s is null))
                Add("sections", $"1 to {MaxSections} sections.");
            else if (template.Sections.Any(s => s.Questions.Any(q => q is null)) || template.Questions.Count() > MaxQuestions)
                Add("sections", $"At most {MaxQuestions} questions, none of them null.");
            else
                CheckSections();
        }

        private void CheckSections()
        {
            var ids = new HashSet<string>(StringComparer.Ordinal);
            var events = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (path, section) in template.Sections.Select((s, i) => ($"sections[{i}]", s)))
            {
                Id($"{path}.id", section.Id, ids);
                Text($"{path}.title", section.Title, 200);
                Text($"{path}.help", section.Help ?? "-", 4_000);
                Text($"{path}.article", section.Article ?? "-", 200);
                if (section.Contains == SectionContent.Risk)
                    Id($"{path}.fearedEvent", section.FearedEvent ?? "", events);
                else if (section.FearedEvent is not null)
                    Add($"{path}.fearedEvent", "Only a section that contains a risk names one.");
                foreach (var (at, question) in section.Questions.Select((q, i) => ($"{path}.questions[{i}]", q)))
                {
                    Id($"{at}.id", question.Id, ids);
                    _questions.TryAdd(question.Id ?? "", question);
                    Question(at, question);
                }
            }
            foreach (var (path, section) in template.Sections.Select((s, i) => ($"sections[{i}]", s)))
            {
                Condition($"{path}.when", section.When, 1);
                foreach (var (at, question) in section.Questions.Select((q, i) => ($"{path}.questions[{i}]", q)))
                    Condition($"{at}.when", question.When, 1);
            }
            if (Errors.Count == 0)
                CheckCycles();
        }

        private void Question(string at, TemplateQuestion question)
        {
            Text($"{at}.title", question.Title, 500);
            Text($"{at}.help", question.Help ?? "-", 4_000);
            Options($"{at}.choices", question.Choices, question.Kind == AnswerKind.Choice);
            Options($"{at}.columns", question.Columns, question.Kind == AnswerKind.Table);
            if (question.Kind == AnswerKind.Gauge ? question.Gauge is not (>= 2 and <= 10) : question.Gauge is not null)
                Add($"{at}.gauge", "2 to 10 for a gauge, absent otherwise.");
        }

        private void Options(string at, IReadOnlyList<TemplateOption>? options, bool needed)
        {
            if (!needed)
            {
                if (options is not null)
                    Add(at, "Not for this kind of question.");
                return;
            }
            if (options is not { Count: > 0 and <= MaxOptions } || options.Any(o => o is null))
            {
                Add(at, $"1 to {MaxOptions} of them.");
                return;
            }
            var codes = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (path, option) in options.Select((o, i) => ($"{at}[{i}]", o)))
            {
                Id($"{path}.code", option.Code, codes);
                Text($"{path}.text", option.Text, 500);
            }
        }

        private void Condition(string at, Condition? condition, int depth)
        {
            if (condition is null)
                return;
            var forms = new object?[] { condition.Question, condition.All, condition.Any, condition.Not }.Count(f => f is not null);
            if (forms != 1 || depth > MaxDepth)
            {
                Add(at, $"Exactly one of question, all, any, not; at most {MaxDepth} deep.");
                return;
            }
            if (condition.Question is null && (condition.Is is not null || condition.AtLeast is not null))
                Add(at, "is and atLeast belong to a question.");
            if (condition.Question is { } id)
                Comparison(at, id, condition);
            Condition($"{at}.not", condition.Not, depth + 1);
            foreach (var (name, list) in new[] { ("all", condition.All), ("any", condition.Any) })
            {
                if (list is { Count: 0 or > MaxOptions } || list?.Any(c => c is null) == true)
                    Add($"{at}.{name}", $"1 to {MaxOptions} conditions.");
                else
                    foreach (var (inner, i) in (list ?? []).Select((c, i) => (c, i)))
                        Condition($"{at}.{name}[{i}]", inner, depth + 1);
            }
        }

        private void Comparison(string at, string id, Condition condition)
        {
            if (!_questions.TryGetValue(id, out var question))
            {
                Add($"{at}.question", "There is no such question in the template.");
                return;
            }
            if (condition.Is is not null && condition.AtLeast is not null)
                Add(at, "Either is or atLeast.");
            if (condition.Is is { } codes && (codes.Count == 0 || codes.Any(c => question.Choices?.Any(o => o?.Code == c) != true)))
                Add($"{at}.is", "Codes of choices that the question has.");
            if (condition.AtLeast is { } step && (question.Kind != AnswerKind.Gauge || step < 1 || step > question.Gauge))
                Add($"{at}.atLeast", "A step of a gauge.");
        }

        /// <summary>A question depends on what its own condition and its section's condition name.</summary>
        private void CheckCycles()
        {
            var needs = new Dictionary<string, (string Path, HashSet<string> On)>();
            for (var s = 0; s < template.Sections.Count; s++)
            {
                var section = template.Sections[s];
                for (var q = 0; q < section.Questions.Count; q++)
                {
                    var question = section.Questions[q];
                    needs[question.Id] = ($"sections[{s}].{(question.When is null ? "" : $"questions[{q}].")}when", [.. Named(section.When), .. Named(question.When)]);
                }
            }
            var state = new Dictionary<string, bool>();
            foreach (var id in needs.Keys)
                Visit(id);

            bool Visit(string id)
            {
                if (state.TryGetValue(id, out var finished))
                    return !finished;
                state[id] = false;
                foreach (var next in needs[id].On)
                {
                    if (Visit(next))
                        Add(needs[id].Path, $"The condition depends on itself, through {next}.");
                }
                state[id] = true;
                return false;
            }
        }

        private static IEnumerable<string> Named(Condition? condition) => condition is null
            ? []
            : [.. condition.Question is { } q ? [q] : Array.Empty<string>(), .. (condition.All ?? []).SelectMany(Named), .. (condition.Any ?? []).SelectMany(Named), .. Named(condition.Not)];

        private void Id(string at, string? id, HashSet<string> seen)
        {
            if (id is null || id.Length > 64 || !IdForm().IsMatch(id))
                Add(at, "Lower-case letters, digits, single dots and hyphens, at most 64.");
            else if (!seen.Add(id))
                Add(at, "Used twice.");
        }

        private void Text(string at, string? text, int max)
        {
            if (string.IsNullOrWhiteSpace(text))
                Add(at, "Required.");
            else if (text.Length > max)
                Add(at, $"At most {max} characters.");
        }

        private void Add(string field, string message)
        {
            if (!Errors.TryGetValue(field, out var messages))
                Errors[field] = messages = [];
            messages.Add(message);
        }
    }
}
