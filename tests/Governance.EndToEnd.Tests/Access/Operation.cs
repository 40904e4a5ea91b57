using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Governance.EndToEnd.Tests.Access;

/// <summary>One operation of a running service, as its OpenAPI document describes it.</summary>
/// <param name="Permissions">All are needed; empty when the operation is public.</param>
internal sealed partial record Operation(Uri Service, string Name, HttpMethod Method, string Path, IReadOnlyList<string> Permissions, bool IsPublic, string? ContentType)
{
    public override string ToString() => $"{Name} ({Method} {Path})";

    /// <summary>A request that names nothing that exists, so that whoever is let in changes nothing.</summary>
    public HttpRequestMessage Request(string? token)
    {
        var request = new HttpRequestMessage(Method, new Uri(Service, Path));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (ContentType is not null)
        {
            request.Content = new StringContent(ContentType == "application/json" ? "{}" : "");
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        }
        return request;
    }

    public static async Task<IReadOnlyList<Operation>> ReadAsync(HttpClient http, string name, Uri service)
    {
        using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri(service, "openapi/v1.json")));
        return [.. document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path =>
            path.Value.EnumerateObject().Where(o => o.Name != "parameters").Select(operation => Of(name, service, path, operation)))];
    }

    private static Operation Of(string name, Uri service, JsonProperty path, JsonProperty operation) => new(
        service,
        operation.Value.TryGetProperty("operationId", out var id) ? id.GetString()! : name,
        HttpMethod.Parse(operation.Name.ToUpperInvariant()),
        Fill(path.Name, operation.Value),
        PermissionsOf(operation.Value),
        operation.Value.TryGetProperty("description", out var description) && description.GetString()!.StartsWith("Public: ", StringComparison.Ordinal),
        operation.Value.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").EnumerateObject().First().Name : null);

    private static string[] PermissionsOf(JsonElement operation) =>
        operation.TryGetProperty("security", out var security)
            ? [.. security.EnumerateArray().SelectMany(s => s.EnumerateObject()).SelectMany(s => s.Value.EnumerateArray()).Select(p => p.GetString()!)]
            : [];

    private static string Fill(string template, JsonElement operation)
    {
        var parameters = operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToList() : [];
        return Placeholder().Replace(template, match =>
        {
            var schema = parameters.FirstOrDefault(p => p.GetProperty("name").GetString() == match.Groups[1].Value);
            var format = schema.ValueKind == JsonValueKind.Object && schema.GetProperty("schema").TryGetProperty("format", out var f) ? f.GetString() : null;
            return format switch
            {
                "uuid" => Guid.NewGuid().ToString(),
                "int32" or "int64" => "999999999",
                _ => "none",
            };
        });
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Placeholder();
}
