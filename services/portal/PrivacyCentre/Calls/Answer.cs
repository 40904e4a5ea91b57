using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Governance.Portal.PrivacyCentre.Calls;

/// <summary>The service behind can't answer now.</summary>
internal sealed class UnavailableException : Exception;

/// <summary>What a service answered: a value, or why not.</summary>
/// <param name="Code">Of the problem, for example <c>code-wrong</c>.</param>
/// <param name="Fields">That were refused.</param>
internal sealed record Answer<T>(T? Value, HttpStatusCode Status, string? Code, IReadOnlyList<string> Fields, TimeSpan? RetryAfter)
    where T : class
{
    public bool TooOften => Status == HttpStatusCode.TooManyRequests;
}

/// <summary>Stands for an answer without a body.</summary>
internal sealed record Nothing;

internal static class Answers
{
    private const string Urn = "urn:governance:problem:";

    public static async Task<Answer<T>> AskAsync<T>(this HttpClient http, HttpRequestMessage request, CancellationToken ct)
        where T : class
    {
        try
        {
            using var response = await http.SendAsync(request, ct);
            return await ReadAsync<T>(response, ct);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new UnavailableException();
        }
    }

    public static async Task<Answer<T>> ReadAsync<T>(HttpResponseMessage response, CancellationToken ct)
        where T : class
    {
        if ((int)response.StatusCode >= 500)
            throw new UnavailableException();
        if (response.IsSuccessStatusCode)
            return new(typeof(T) == typeof(Nothing) ? null : await response.Content.ReadFromJsonAsync<T>(ct), response.StatusCode, null, [], null);
        var problem = await response.Content.ReadFromJsonAsync<Problem>(ct);
        var code = problem?.Type?.StartsWith(Urn, StringComparison.Ordinal) == true ? problem.Type[Urn.Length..] : "";
        return new(null, response.StatusCode, code, problem?.Errors?.Keys.ToArray() ?? [], response.Headers.RetryAfter?.Delta);
    }

    private sealed record Problem(string? Type, Dictionary<string, string[]>? Errors);
}
