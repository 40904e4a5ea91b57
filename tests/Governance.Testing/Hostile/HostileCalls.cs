using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Governance.Testing.Hostile;

/// <summary>
/// Throws at every operation that a service describes what nobody well-meaning sends: each value of its example replaced, each parameter, each header, the whole body.
/// Whatever is refused has to be refused as problem details, and nothing may be an error of the service.
/// </summary>
public sealed class HostileCalls
{
    private readonly HttpClient _client;
    private readonly string _service;
    private readonly ConcurrentDictionary<string, string> _known = new();
    private readonly ConcurrentDictionary<string, string> _broken = new();
    private readonly ConcurrentDictionary<string, string> _tags = new();
    private int _calls;

    private HostileCalls(HttpClient client, string service)
    {
        _client = client;
        _service = service;
    }

    /// <param name="caller">May do everything.</param>
    /// <exception cref="InvalidOperationException">Some were not.</exception>
    public static async Task AreRefusedAsync(HttpClient caller, string service)
    {
        // Bytes that are not ASCII are sent in headers as well.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 };
        using var client = new HttpClient(handler) { BaseAddress = caller.BaseAddress };
        client.DefaultRequestHeaders.Authorization = caller.DefaultRequestHeaders.Authorization;
        var calls = new HostileCalls(client, service);
        await calls.RunAsync();
        if (!calls._broken.IsEmpty || calls._calls < 100)
            throw new InvalidOperationException($"{calls._broken.Count} of {calls._calls} calls:\n{string.Join('\n', calls._broken.Select(b => $"{b.Key}: {b.Value}").Order(StringComparer.Ordinal))}");
    }

    private async Task RunAsync()
    {
        var operations = ApiOperation.All(JsonNode.Parse(await _client.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative)))!);
        var samples = operations.ToDictionary(o => o, o => o.Sample);
        // As the examples stand, so that there is something to be found; in their order.
        foreach (var example in HttpExamples.Of(_service))
        {
            if (operations.FirstOrDefault(o => o.Fits(example)) is not { } operation || operation.Method == "DELETE")
                continue;
            var body = operation.Sample is null ? null : example.Body;
            var accepted = await CallAsync(operation, "as its example", Path(operation), body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString()));
            if (body is not null && (accepted || ReferenceEquals(samples[operation], operation.Sample)))
                samples[operation] = body;
        }
        // What takes things away comes last.
        foreach (var group in operations.GroupBy(o => o.Method == "DELETE").OrderBy(g => g.Key))
            await Parallel.ForEachAsync(group, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (operation, _) => await AttackAsync(operation, samples[operation]));
    }

    private async Task AttackAsync(ApiOperation operation, JsonNode? sample)
    {
        var path = Path(operation);
        var body = sample is null ? null : Encoding.UTF8.GetBytes(sample.ToJsonString());
        foreach (var query in operation.Parameters.Where(p => p.In == "query"))
        {
            foreach (var value in HostileValues.Queries)
                await CallAsync(operation, $"?{query.Name}={Short(value)}", $"{path}?{query.Name}={value}", body);
        }
        foreach (var (index, _) in operation.Segments.Index().Where(s => ApiOperation.IsVariable(s.Item)))
        {
            foreach (var value in HostileValues.PathParts)
                await CallAsync(operation, $"path {index} {Short(value)}", Path(operation, index, value), body);
        }
        foreach (var header in operation.Parameters.Where(p => p.In == "header"))
        {
            foreach (var value in HostileValues.Headers)
                await CallAsync(operation, $"{header.Name}: {Short(value)}", path, body, (header.Name, value));
        }
        if (sample is null)
        {
            if (operation.Method != "GET")
                await CallAsync(operation, "a body unasked for", path, "{\"a\":[null]}"u8.ToArray());
            return;
        }
        await CallAsync(operation, "no content type", path, body, type: null);
        await CallAsync(operation, "text", path, body, type: "text/plain; charset=latin1");
        await CallAsync(operation, "odd charset", path, body, type: "application/json; charset=nonsense");
        foreach (var whole in HostileValues.Whole(sample))
            await CallAsync(operation, $"body {Short(Encoding.UTF8.GetString(whole))}", path, whole);
        foreach (var (where, hostile) in HostileValues.Each(sample))
            await CallAsync(operation, $"{where} in {Short(Encoding.UTF8.GetString(hostile))}", path, hostile);
    }

    /// <summary>True when the service accepted it.</summary>
    private async Task<bool> CallAsync(ApiOperation operation, string what, string path, byte[]? body, (string Name, string Value)? header = null, string? type = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        }
        if (operation.Takes("Idempotency-Key"))
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.NewGuid().ToString());
        if (operation.Takes("If-Match"))
            request.Headers.TryAddWithoutValidation("If-Match", await TagAsync(path));
        if (header is { } set)
        {
            request.Headers.Remove(set.Name);
            request.Headers.TryAddWithoutValidation(set.Name, set.Value);
        }
        Interlocked.Increment(ref _calls);
        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (Complaint(operation, response, text) is { } complaint)
            _broken.TryAdd($"{operation.Method} {operation.Template} [{what}]", complaint);
        // What was changed, here or by another call, has another tag.
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.PreconditionFailed)
            _tags.TryRemove(path.Split('?')[0], out _);
        if (!response.IsSuccessStatusCode)
            return false;
        Learn(operation, response, text);
        return true;
    }

    private static string? Complaint(ApiOperation operation, HttpResponseMessage response, string text)
    {
        var status = (int)response.StatusCode;
        if (status < 400)
            return null;
        // Kestrel itself refuses some request lines and headers, before any of the service's code.
        if (status is 400 or 431 && text.Length == 0 && response.Content.Headers.ContentType is null)
            return null;
        if (status < 500 && operation.Answers.Contains($"{status} {response.Content.Headers.ContentType?.MediaType}") && response.Content.Headers.ContentType?.MediaType == "text/plain")
            return null;
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"{status} as {response.Content.Headers.ContentType}";
        var problem = JsonNode.Parse(text)!;
        var named = problem["errors"] is JsonObject { Count: > 0 } || problem["detail"] is not null;
        return status >= 500 || ((string?)problem["type"])?.StartsWith("urn:governance:problem:", StringComparison.Ordinal) != true || (status == 400 && !named) ? $"{status} {Short(text)}" : null;
    }

    /// <summary>The newest version's tag of what the path is about, from the nearest thing that has one.</summary>
    private async Task<string> TagAsync(string path)
    {
        var about = path.Split('?')[0];
        if (_tags.TryGetValue(about, out var known))
            return known;
        for (var at = about; at.Length > 4 && at.Length < 1000; at = at[..at.LastIndexOf('/')])
        {
            using var response = await _client.GetAsync(new Uri(at, UriKind.Relative));
            if (response.Headers.ETag is { } tag)
                return _tags[about] = tag.ToString();
        }
        return _tags[about] = "\"1\"";
    }

    /// <summary>What was made or listed is what later calls are about.</summary>
    private void Learn(ApiOperation operation, HttpResponseMessage response, string text)
    {
        if (ApiOperation.IsVariable(operation.Segments[^1]) || response.Content.Headers.ContentType?.MediaType != "application/json")
            return;
        var body = JsonNode.Parse(text);
        var about = body is JsonObject fields ? fields["items"] is JsonArray { Count: > 0 } items ? items[0] : body : null;
        if (about is JsonObject thing && (thing["id"] ?? thing["code"]) is JsonValue id)
            _known.TryAdd(operation.Segments[^1], Uri.EscapeDataString(id.ToString()));
    }

    /// <param name="changed">Which segment to replace by <paramref name="value"/>.</param>
    private string Path(ApiOperation operation, int changed = -1, string value = "") => string.Join('/', operation.Segments.Select((segment, i) =>
        i == changed ? value
        : !ApiOperation.IsVariable(segment) ? segment
        : _known.TryGetValue(operation.Segments[i - 1], out var known) ? known
        : operation.Parameters.FirstOrDefault(p => segment == $"{{{p.Name}}}")?.Format switch { "uuid" => "01900000-0000-7000-8000-000000000001", null => "x", _ => "1" }));

    private static string Short(string text) => text.Length > 120 ? $"{text[..60]}…{text[^50..]}" : text;
}
