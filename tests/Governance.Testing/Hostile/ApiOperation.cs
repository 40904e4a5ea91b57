using System.Text.Json.Nodes;

namespace Governance.Testing.Hostile;

internal sealed record ApiParameter(string Name, string In, string? Format);

/// <summary>One operation of an OpenAPI document, with a body of the right form when it takes one.</summary>
/// <param name="Answers">Status and media type of its answers, as in <c>404 text/plain</c>.</param>
internal sealed record ApiOperation(string Method, string Template, IReadOnlyList<ApiParameter> Parameters, IReadOnlyCollection<string> Answers, JsonNode? Sample)
{
    public string[] Segments { get; } = Template.Split('/');

    public bool Takes(string header) => Parameters.Any(p => p.In == "header" && p.Name.Equals(header, StringComparison.OrdinalIgnoreCase));

    public bool Fits(HttpExample example)
    {
        var path = example.Path.Split('/');
        return example.Method == Method && path.Length == Segments.Length && path.Zip(Segments).All(p => IsVariable(p.Second) || p.First == p.Second);
    }

    public static bool IsVariable(string segment) => segment.StartsWith('{');

    public static IReadOnlyList<ApiOperation> All(JsonNode document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Key != "parameters"
           select new ApiOperation(
               operation.Key.ToUpperInvariant(),
               path.Key,
               [.. (operation.Value!["parameters"]?.AsArray() ?? []).Select(p => new ApiParameter((string)p!["name"]!, (string)p["in"]!, (string?)p["schema"]?["format"]))],
               [.. from answer in operation.Value["responses"]!.AsObject() from content in answer.Value!["content"]?.AsObject() ?? [] select $"{answer.Key} {content.Key}"],
               operation.Value["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema ? Make(document, schema, 0) : null),
    ];

    private static JsonNode? Make(JsonNode document, JsonNode schema, int depth)
    {
        if ((string?)schema["$ref"] is { } reference)
            return depth > 8 ? null : Make(document, document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!, depth + 1);
        if ((schema["oneOf"] ?? schema["anyOf"] ?? schema["allOf"]) is JsonArray choices)
            return Make(document, choices.First(c => (string?)c!["type"] != "null")!, depth + 1);
        if (schema["enum"] is JsonArray values)
            return values.First(v => v is not null)!.DeepClone();
        var type = schema["type"] is JsonArray types ? types.Select(t => (string)t!).First(t => t != "null") : (string?)schema["type"];
        return type switch
        {
            "array" => schema["items"] is { } items ? new JsonArray(Make(document, items, depth + 1)) : [],
            "integer" or "number" => 1,
            "boolean" => true,
            "string" => (string?)schema["format"] switch { "uuid" => Guid.Empty.ToString(), "date-time" => "2026-01-01T00:00:00Z", "date" => "2026-01-01", _ => "x" },
            _ => new JsonObject((schema["properties"]?.AsObject() ?? []).Select(p => KeyValuePair.Create(p.Key, Make(document, p.Value!, depth + 1)))),
        };
    }
}
