using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Governance.Demo.Client;

/// <summary>An answer with its entity tag, where the service gave one.</summary>
public sealed record Tagged<T>(T Value, string? ETag);

/// <summary>One page of a list.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>JSON over HTTP with one service as one actor: idempotency keys on creation, If-Match on update, problems as exceptions.</summary>
public sealed class ServiceApi(HttpClient http, Uri baseAddress, string? accessToken)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        NumberHandling = JsonNumberHandling.Strict,
    };

    public async Task<T> GetAsync<T>(string path, CancellationToken ct = default) => (await GetTaggedAsync<T>(path, ct)).Value;

    public async Task<Tagged<T>> GetTaggedAsync<T>(string path, CancellationToken ct = default)
    {
        using var response = await SendAsync(HttpMethod.Get, path, body: null, ifMatch: null, key: null, ct);
        return new Tagged<T>((await response.Content.ReadFromJsonAsync<T>(Json, ct))!, response.Headers.ETag?.ToString());
    }

    /// <summary>Reads a list to its end, page by page.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string path, CancellationToken ct = default)
    {
        var items = new List<T>();
        for (string? after = null; ;)
        {
            var page = await GetAsync<Page<T>>(after is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={Uri.EscapeDataString(after)}", ct);
            items.AddRange(page.Items);
            if (page.Next is null)
                return items;
            after = page.Next;
        }
    }

    public async Task<byte[]> GetBytesAsync(string path, CancellationToken ct = default)
    {
        using var response = await SendAsync(HttpMethod.Get, path, body: null, ifMatch: null, key: null, ct);
        return await response.Content.ReadAsByteArrayAsync(ct);
    }

    /// <summary>Posts with a fresh idempotency key and reads the answer.</summary>
    public async Task<T> PostAsync<T>(string path, object? body = null, string? ifMatch = null, CancellationToken ct = default)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body ?? new { }, ifMatch, Guid.CreateVersion7().ToString("N"), ct);
        return (await response.Content.ReadFromJsonAsync<T>(Json, ct))!;
    }

    public async Task PostAsync(string path, object? body = null, string? ifMatch = null, CancellationToken ct = default)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body ?? new { }, ifMatch, Guid.CreateVersion7().ToString("N"), ct);
    }

    public async Task<byte[]> PostForBytesAsync(string path, object body, CancellationToken ct = default)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, ifMatch: null, Guid.CreateVersion7().ToString("N"), ct);
        return await response.Content.ReadAsByteArrayAsync(ct);
    }

    /// <summary>Sends a change under an entity tag and reads the changed entity.</summary>
    public async Task<Tagged<T>> ChangeAsync<T>(HttpMethod method, string path, object body, string? ifMatch, CancellationToken ct = default)
    {
        using var response = await SendAsync(method, path, body, ifMatch, key: null, ct);
        return new Tagged<T>((await response.Content.ReadFromJsonAsync<T>(Json, ct))!, response.Headers.ETag?.ToString());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, string? ifMatch, string? key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(baseAddress, path));
        if (accessToken is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        if (ifMatch is not null)
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(ifMatch));
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        var response = await http.SendAsync(request, ct);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await ProblemAsync(method, path, response, ct);
    }

    private static async Task<ApiException> ProblemAsync(HttpMethod method, string path, HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        if (response.Content.Headers.ContentType?.MediaType is not "application/problem+json")
            return new ApiException(method, path, response.StatusCode, null, null, text);
        using var problem = JsonDocument.Parse(text);
        return new ApiException(method, path, response.StatusCode, Text("type"), Text("detail") ?? Text("title"), text);

        string? Text(string name) => problem.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
    }
}
