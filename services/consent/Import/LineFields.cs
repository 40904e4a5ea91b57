using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Governance.Consent.Import;

/// <summary>The fields of one line, by name; what is empty is absent.</summary>
internal static class LineFields
{
    public static readonly FrozenSet<string> Known = new[]
    {
        "identifierKind", "identifier", "purpose", "action", "occurredAt", "notice", "noticeVersion", "language", "method", "givenBy", "country", "ageYears", "evidence", "externalId",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static readonly IReadOnlyList<string> Required = ["identifierKind", "identifier", "purpose", "action", "occurredAt"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>RFC 4180, each record on one line: a quote left open costs one line, not the rest of the file. Null when malformed.</summary>
    public static List<string>? SplitCsv(string line)
    {
        var (fields, field, i) = (new List<string>(), new StringBuilder(), 0);
        while (true)
        {
            field.Clear();
            if (i < line.Length && line[i] == '"')
            {
                for (i++; ; i++)
                {
                    if (i >= line.Length)
                        return null;
                    if (line[i] != '"')
                        field.Append(line[i]);
                    else if (i + 1 < line.Length && line[i + 1] == '"')
                        field.Append(line[i++]);
                    else
                        break;
                }
                i++;
                if (i < line.Length && line[i] != ',')
                    return null;
            }
            else
            {
                for (; i < line.Length && line[i] != ','; i++)
                {
                    if (line[i] == '"')
                        return null;
                    field.Append(line[i]);
                }
            }
            fields.Add(field.ToString());
            if (i >= line.Length)
                return fields;
            i++;
        }
    }

    public static (Dictionary<string, string>? Fields, LineProblem? Problem) OfCsv(string line, IReadOnlyList<string> header)
    {
        if (SplitCsv(line) is not { } values)
            return (null, new("malformed-line"));
        if (values.Count != header.Count)
            return (null, new("wrong-number-of-fields"));
        var fields = new Dictionary<string, string>(header.Count, StringComparer.Ordinal);
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].Length > 0)
                fields[header[i]] = values[i];
        }
        return (fields, null);
    }

    public static (Dictionary<string, string>? Fields, LineProblem? Problem) OfJson(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return (null, new("malformed-line"));
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!Known.Contains(property.Name))
                    return (null, new("unknown-field"));
                if (property.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null))
                    return (null, new("value-of-wrong-type", property.Name));
                var value = property.Value.ToString();
                if (value.Contains('\0', StringComparison.Ordinal))
                    return (null, new("null-character", property.Name));
                if (value.Length > 0)
                    fields[property.Name] = value;
            }
            return (fields, null);
        }
        // Half a surrogate pair is found only when the string is asked for.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return (null, new("malformed-line"));
        }
    }
}

/// <param name="Field">The field that is wrong, where one is.</param>
internal sealed record LineProblem(string Code, string? Field = null);
