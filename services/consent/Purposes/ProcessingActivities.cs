using System.Net;
using System.Net.Http.Json;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Consent.Purposes;

/// <summary>Asks the inventory's record of processing about the activity that a purpose is linked to.</summary>
internal sealed class ProcessingActivities(IHttpClientFactory clients)
{
    public const string Inventory = "Inventory";

    /// <summary>Null when the activity goes on, or none is named; otherwise a problem that names <paramref name="field"/>, or says that the inventory can't be asked now.</summary>
    public async Task<ProblemHttpResult?> RefuseAsync(Guid? id, string field, CancellationToken ct)
    {
        if (id is null)
            return null;
        try
        {
            using var response = await clients.CreateClient(Inventory).GetAsync($"v1/processing-activities/{id}", ct);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return Refuse("processing-activity-unknown", field, "The inventory has no such processing activity.");
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<Activity>(ct))!.EndedAt is null ? null : Refuse("processing-activity-ended", field, "This processing activity has ended.");
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "inventory-unavailable", "The inventory doesn't answer at the moment. Nothing was changed: repeat the request.");
        }
    }

    private static ProblemHttpResult Refuse(string code, string field, string message) => TypedResults.Problem(new HttpValidationProblemDetails(new Dictionary<string, string[]> { [field] = [message] })
    {
        Type = Problems.TypeOf(code),
        Title = message,
        Status = StatusCodes.Status422UnprocessableEntity,
    });

    /// <summary>Of what the inventory says of an activity.</summary>
    private sealed record Activity(DateTimeOffset? EndedAt);
}
