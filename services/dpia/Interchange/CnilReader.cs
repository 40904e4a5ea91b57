using System.Globalization;
using System.Text.Json;
using Governance.Dpia.Assessments;
using Governance.Dpia.Evaluations;

namespace Governance.Dpia.Interchange;

/// <summary>Reads a CNIL PIA file with suspicion: whatever is not of the expected type or size is named in <see cref="Errors"/>.</summary>
internal sealed class CnilReader
{
    private const int MaxItems = 1_000;
    private const int MaxShort = 500;

    public Dictionary<string, string[]> Errors { get; } = [];

    public CnilContent Read(JsonElement file)
    {
        if (file.ValueKind != JsonValueKind.Object)
        {
            Errors["body"] = ["A CNIL PIA file: an object."];
            return new CnilContent("", new Dictionary<int, CnilAnswer>(), [], new Dictionary<string, CnilEvaluation>(), []);
        }
        var pia = Member(file, "pia", "pia", JsonValueKind.Object);
        if (pia is null)
            Errors.TryAdd("pia", ["Required."]);
        var name = pia is { } p ? Text(p, "name", "pia.name", SubjectRules.MaxTitle) : null;
        if (pia is not null && string.IsNullOrWhiteSpace(name))
            Errors.TryAdd("pia.name", ["Required."]);

        var answers = new Dictionary<int, CnilAnswer>();
        foreach (var (item, path) in Items(file, "answers"))
        {
            if (int.TryParse(Reference(item, path), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                answers.TryAdd(number, Answer(item, path));
            else
                Errors.TryAdd($"{path}.reference_to", ["The number of a question."]);
        }
        var measures = Items(file, "measures")
            .Select(m => new CnilMeasure(Identity(m.Item, m.Path), Text(m.Item, "title", $"{m.Path}.title", MaxShort) ?? "", Text(m.Item, "content", $"{m.Path}.content", AnswerRules.MaxText) ?? "")).ToList();
        foreach (var twice in measures.GroupBy(m => m.Id).Where(g => g.Count() > 1))
            Errors.TryAdd("measures", [$"The id {twice.Key} is used twice."]);
        var evaluations = new Dictionary<string, CnilEvaluation>();
        foreach (var (item, path) in Items(file, "evaluations"))
            evaluations.TryAdd(Reference(item, path), Evaluation(item, path));
        var comments = Items(file, "comments").Select(c => new CnilComment(
            Text(c.Item, "description", $"{c.Path}.description", 10_000) ?? "", Reference(c.Item, c.Path), Member(c.Item, "for_measure", $"{c.Path}.for_measure", JsonValueKind.True, JsonValueKind.False)?.GetBoolean() == true)).ToList();
        return new CnilContent(name ?? "", answers, measures, evaluations, comments);
    }

    private CnilAnswer Answer(JsonElement item, string path)
    {
        if (Member(item, "data", $"{path}.data", JsonValueKind.Object) is not { } data)
            return CnilAnswer.None;
        var list = new List<string>();
        foreach (var (entry, i) in (Member(data, "list", $"{path}.data.list", JsonValueKind.Array)?.EnumerateArray() ?? default).Select((e, i) => (e, i)))
        {
            if (i < MaxItems && StringOf(entry, $"{path}.data.list[{i}]", 2_000) is { Length: > 0 } text)
                list.Add(text);
        }
        if (list.Count > 200)
            Errors.TryAdd($"{path}.data.list", ["At most 200 items."]);
        return new CnilAnswer(Text(data, "text", $"{path}.data.text", AnswerRules.MaxText), Gauge(data, "gauge", $"{path}.data.gauge"), list);
    }

    private CnilEvaluation Evaluation(JsonElement item, string path)
    {
        var status = Whole(item, "status", $"{path}.status", 3) is > 0 and var s ? (EvaluationStatus?)(s - 1) : null;
        var gauges = Member(item, "gauges", $"{path}.gauges", JsonValueKind.Object);
        var day = Text(item, "estimated_implementation_date", $"{path}.estimated_implementation_date", 40);
        return new CnilEvaluation(
            status,
            Text(item, "evaluation_comment", $"{path}.evaluation_comment", 10_000),
            Text(item, "action_plan_comment", $"{path}.action_plan_comment", 10_000),
            day is { Length: >= 10 } && DateOnly.TryParseExact(day[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? on : null,
            Text(item, "person_in_charge", $"{path}.person_in_charge", SubjectRules.MaxId),
            gauges is { } g ? Gauge(g, "x", $"{path}.gauges.x") : null,
            gauges is { } h ? Gauge(h, "y", $"{path}.gauges.y") : null);
    }

    private IEnumerable<(JsonElement Item, string Path)> Items(JsonElement file, string name)
    {
        if (Member(file, name, name, JsonValueKind.Array) is not { } array)
            yield break;
        if (array.GetArrayLength() > MaxItems)
        {
            Errors[name] = [$"At most {MaxItems}."];
            yield break;
        }
        var i = 0;
        foreach (var item in array.EnumerateArray())
        {
            var path = $"{name}[{i++}]";
            if (item.ValueKind == JsonValueKind.Object)
                yield return (item, path);
            else
                Errors[path] = ["An object."];
        }
    }

    /// <summary>A string or a whole number; both are seen in files.</summary>
    private string Reference(JsonElement item, string path) => Key(item, "reference_to", $"{path}.reference_to");

    private string Identity(JsonElement item, string path) => Key(item, "id", $"{path}.id");

    private string Key(JsonElement item, string name, string path) =>
        !item.TryGetProperty(name, out var value) || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number) ? Wrong(path, "A number or a text.") ?? ""
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : StringOf(value, path, 64) ?? "";

    private string? Text(JsonElement item, string name, string path, int max) =>
        item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? StringOf(value, path, max) : null;

    private int? Gauge(JsonElement item, string name, string path) => Whole(item, name, path, 4) is > 0 and var step ? step : null;

    private int? Whole(JsonElement item, string name, string path, int max)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 && number <= max)
            return number;
        Wrong(path, $"A whole number from 0 to {max}.");
        return null;
    }

    private JsonElement? Member(JsonElement item, string name, string path, params JsonValueKind[] kinds)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (kinds.Contains(value.ValueKind))
            return value;
        Wrong(path, "Of another type than the format says.");
        return null;
    }

    private string? StringOf(JsonElement value, string path, int max)
    {
        if (value.ValueKind != JsonValueKind.String)
            return Wrong(path, "A text.");
        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Wrong(path, "The text is not valid Unicode.");
        }
        return text.Length > max ? Wrong(path, $"At most {max} characters.") : text.Contains('\0', StringComparison.Ordinal) ? Wrong(path, "The character U+0000 is not accepted.") : text;
    }

    private string? Wrong(string path, string message)
    {
        Errors.TryAdd(path, [message]);
        return null;
    }
}
