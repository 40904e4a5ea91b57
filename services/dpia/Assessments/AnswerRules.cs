using Governance.Dpia.Templates;

namespace Governance.Dpia.Assessments;

/// <summary>Whether an answer suits its question: field → messages.</summary>
internal static class AnswerRules
{
    public const int MaxText = 20_000;
    private const int MaxItems = 200;
    private const int MaxItem = 2_000;

    public static Dictionary<string, string[]> Check(TemplateQuestion question, AnswerValue value)
    {
        var errors = new Dictionary<string, string[]>();
        foreach (var (kind, field, set) in Members(value))
        {
            if (set && kind != question.Kind)
                errors[field] = [$"The question asks for {Screenings.Screen.CodeOf(question.Kind)}."];
        }
        if (errors.Count > 0)
            return errors;
        switch (question.Kind)
        {
            case AnswerKind.Text when value.Text?.Length > MaxText:
                errors["text"] = [$"At most {MaxText} characters."];
                break;
            case AnswerKind.Choice:
                Choices(question, value.Choices ?? [], errors);
                break;
            case AnswerKind.List:
                TextList("list", value.List ?? [], errors);
                break;
            case AnswerKind.Gauge when value.Gauge is { } step && (step < 1 || step > question.Gauge):
                errors["gauge"] = [$"1 to {question.Gauge}."];
                break;
            case AnswerKind.Table:
                Rows(question, value.Rows ?? [], errors);
                break;
            case AnswerKind.Inventory:
                Inventory(value.Inventory ?? [], errors);
                break;
        }
        return errors;
    }

    /// <summary>A list of short texts, for answers and risks.</summary>
    public static void TextList(string field, IReadOnlyList<string> items, Dictionary<string, string[]> errors)
    {
        if (items.Count > MaxItems)
            errors[field] = [$"At most {MaxItems} items."];
        for (var i = 0; i < Math.Min(items.Count, MaxItems); i++)
        {
            if (string.IsNullOrWhiteSpace(items[i]) || items[i].Length > MaxItem)
                errors[$"{field}[{i}]"] = [$"1 to {MaxItem} characters."];
        }
    }

    private static IEnumerable<(AnswerKind, string, bool)> Members(AnswerValue value) =>
    [
        (AnswerKind.Text, "text", value.Text is not null), (AnswerKind.Choice, "choices", value.Choices is not null), (AnswerKind.List, "list", value.List is not null),
        (AnswerKind.Gauge, "gauge", value.Gauge is not null), (AnswerKind.Table, "rows", value.Rows is not null), (AnswerKind.Inventory, "inventory", value.Inventory is not null),
    ];

    private static void Choices(TemplateQuestion question, IReadOnlyList<string> codes, Dictionary<string, string[]> errors)
    {
        if (codes.Count > 1 && !question.Several)
            errors["choices"] = ["One choice only."];
        else if (codes.Distinct().Count() != codes.Count)
            errors["choices"] = ["Each choice once."];
        for (var i = 0; i < Math.Min(codes.Count, MaxItems); i++)
        {
            if (question.Choices!.All(c => c.Code != codes[i]))
                errors[$"choices[{i}]"] = ["There is no such choice."];
        }
    }

    private static void Rows(TemplateQuestion question, IReadOnlyList<IReadOnlyDictionary<string, string>> rows, Dictionary<string, string[]> errors)
    {
        if (rows.Count > MaxItems)
            errors["rows"] = [$"At most {MaxItems} rows."];
        for (var i = 0; i < Math.Min(rows.Count, MaxItems); i++)
        {
            if (rows[i] is not { Count: > 0 } row)
                errors[$"rows[{i}]"] = ["At least one column."];
            else if (row.Keys.Any(key => question.Columns!.All(c => c.Code != key)))
                errors[$"rows[{i}]"] = ["Columns of the question only."];
            else
                foreach (var (key, text) in row.Where(cell => cell.Value is null || cell.Value.Length > MaxItem))
                    errors[$"rows[{i}].{key}"] = [$"Text of at most {MaxItem} characters."];
        }
    }

    private static void Inventory(IReadOnlyList<InventoryReference> references, Dictionary<string, string[]> errors)
    {
        if (references.Count > MaxItems)
            errors["inventory"] = [$"At most {MaxItems} items."];
        for (var i = 0; i < Math.Min(references.Count, MaxItems); i++)
        {
            var r = references[i];
            if (r is null || (r.Schema is null) != (r.Table is null) || (r.Column is not null && r.Table is null) || new[] { r.Schema, r.Table, r.Column }.Any(n => n?.Length is 0 or > 200))
                errors[$"inventory[{i}]"] = ["A data store; a table with its schema; or a column of it."];
        }
    }
}
