using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Governance.EndToEnd.Tests.Access;

/// <summary>Every operation that takes a body, fed with hostile bodies built from its own description. Nothing may break: a refusal, never an internal error.</summary>
[Collection(AccessCollection.Name)]
public sealed class HostileInputTests(AccessStack stack)
{
    private static readonly string[] Texts =
    [
        "'; DROP TABLE outbox; --",
        "\" OR 1=1) UNION SELECT version() --",
        "$$; SELECT pg_sleep(10); $$",
        "<script>alert(1)</script>\r\nX-Injected: yes",
        "\ud83d\udca9 ‮ %00 %n ${jndi:ldap://x} {{7*7}}",
        new('a', 100_000),
        "",
    ];

    [Fact]
    public async Task Hostile_texts_in_every_string_field_are_refused_or_kept_as_text() =>
        await ForEachBodyAsync(Texts, (schema, text) => Example(schema, text).ToJsonString());

    [Fact]
    public async Task Bodies_that_are_no_objects_or_nested_too_deep_are_refused()
    {
        string[] bodies = ["null", "[]", "17", "\"text\"", "{", "", string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200)];
        await ForEachBodyAsync(bodies, (_, body) => body);
    }

    private async Task ForEachBodyAsync(IReadOnlyList<string> inputs, Func<Schema, string, string> make)
    {
        var wrong = new ConcurrentBag<string>();
        var operations = await OperationsWithBodyAsync();
        Assert.True(operations.Count > 20, $"Only {operations.Count} operations take a body.");
        await Parallel.ForEachAsync(operations.SelectMany(o => inputs.Select(i => (o, i))), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (pair, ct) =>
        {
            using var request = pair.o.Operation.Request(TokenFor(pair.o.Operation));
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            request.Content = new StringContent(make(pair.o.Schema, pair.i), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var response = await stack.Http.SendAsync(request, ct);
            var expected = response.StatusCode < HttpStatusCode.InternalServerError && !response.Headers.Contains("X-Injected");
            var described = response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType is "application/problem+json";
            if (!expected || !described)
                wrong.Add($"{pair.o.Operation} with {pair.i[..Math.Min(30, pair.i.Length)]}: {(int)response.StatusCode} {response.Content.Headers.ContentType}");
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Distinct().Order(StringComparer.Ordinal)));
    }

    private string? TokenFor(Operation operation) =>
        operation.IsPublic ? null : stack.Callers.FirstOrDefault(c => operation.Permissions.All(c.Permissions.Contains))?.Token;

    /// <summary>A set-up or a sign-out by the test would end what the other tests stand on, so identity's own protocol is left to its own tests.</summary>
    private async Task<IReadOnlyList<(Operation Operation, Schema Schema)>> OperationsWithBodyAsync()
    {
        var found = new List<(Operation, Schema)>();
        foreach (var service in stack.Operations.Select(o => o.Service).Distinct())
        {
            var document = JsonDocument.Parse(await stack.Http.GetStringAsync(new Uri(service, "openapi/v1.json"))).RootElement;
            foreach (var operation in stack.Operations.Where(o => o.Service == service && o.ContentType == "application/json"))
            {
                var body = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject())
                    .Where(o => o.Value.ValueKind == JsonValueKind.Object && o.Value.TryGetProperty("operationId", out var id) && id.GetString() == operation.Name)
                    .Select(o => o.Value.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"))
                    .First();
                found.Add((operation, new Schema(document, body)));
            }
        }
        return found;
    }

    private static JsonNode Example(Schema schema, string text, int depth = 0)
    {
        var element = schema.Resolve();
        if (element.TryGetProperty("enum", out var values))
            return JsonNode.Parse(values[0].GetRawText())!;
        foreach (var combination in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (element.TryGetProperty(combination, out var options))
                return Example(schema with { Element = options.EnumerateArray().Last() }, text, depth);
        }
        var type = element.TryGetProperty("type", out var t) ? (t.ValueKind == JsonValueKind.Array ? t.EnumerateArray().Select(x => x.GetString()).First(x => x != "null") : t.GetString()) : "string";
        return type switch
        {
            "object" when depth < 6 && element.TryGetProperty("properties", out var properties) =>
                new JsonObject(properties.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, (JsonNode?)Example(schema with { Element = p.Value }, text, depth + 1)))),
            "object" => new JsonObject { [text.Length > 100 ? "long" : text] = text },
            "array" when depth < 6 && element.TryGetProperty("items", out var items) => new JsonArray(Example(schema with { Element = items }, text, depth + 1)),
            "array" => new JsonArray(text),
            "integer" or "number" => JsonValue.Create(1),
            // A key declared compromised by a hostile body that is allowed would withdraw every token the other tests hold.
            "boolean" => JsonValue.Create(false),
            _ when element.TryGetProperty("format", out var format) && format.GetString() == "uuid" => JsonValue.Create(Guid.NewGuid()),
            _ when element.TryGetProperty("format", out var format) && format.GetString() is "date-time" => JsonValue.Create("2026-01-01T00:00:00Z"),
            _ when element.TryGetProperty("format", out var format) && format.GetString() is "date" => JsonValue.Create("2026-01-01"),
            _ => JsonValue.Create(text),
        };
    }

    private sealed record Schema(JsonElement Document, JsonElement Element)
    {
        public JsonElement Resolve() =>
            Element.TryGetProperty("$ref", out var reference)
                ? Document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
                : Element;
    }
}
