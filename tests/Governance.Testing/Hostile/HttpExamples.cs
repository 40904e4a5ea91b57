using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Governance.Testing.Hostile;

/// <summary>One request of a service's <c>.http</c> file; <paramref name="Path"/> is without query.</summary>
internal sealed record HttpExample(string Method, string Path, JsonNode? Body);

/// <summary>The requests that a service's <c>.http</c> file shows: bodies that mean something to it.</summary>
internal static partial class HttpExamples
{
    public static IReadOnlyList<HttpExample> Of(string service)
    {
        var text = File.ReadAllText(Path.Combine(OpenApiFile.Root(), "services", service, $"{service}.http")).ReplaceLineEndings("\n");
        var variables = Variable().Matches(text).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value.Trim());
        text = Use().Replace(text, m => variables.GetValueOrDefault(m.Groups[1].Value, "x"));
        return [.. text.Split("\n###").Select(Parse).OfType<HttpExample>()];
    }

    private static HttpExample? Parse(string section)
    {
        if (Line().Match(section) is not { Success: true } line)
            return null;
        var parts = section[line.Index..].Split("\n\n", 2);
        var body = parts.Length > 1 ? parts[1].Trim() : "";
        return new(line.Groups[1].Value, line.Groups[2].Value, Json(body));
    }

    /// <summary>Null for anything else, for example lines of an import.</summary>
    private static JsonNode? Json(string body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^@(\w+)\s*=\s*(.*)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{(\$?[\w ]+)\}\}")]
    private static partial Regex Use();

    [GeneratedRegex(@"^(GET|POST|PUT|PATCH|DELETE|HEAD) (?:https?://[^/\s]+)?(/[^?\s]*)", RegexOptions.Multiline)]
    private static partial Regex Line();
}
