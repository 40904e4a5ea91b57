using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Jobs;
using Governance.Messaging;

namespace Governance.DataPlane.Plans;

/// <summary>The authorised calls to the dsar service: the plan, the person's identifiers, exported parts.</summary>
internal sealed class DsarClient(IHttpClientFactory clients)
{
    public const string Name = "Dsar";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<StorePlan> GetPlanAsync(Guid planId, Guid dataStoreId, CancellationToken ct) =>
        await GetAsync<StorePlan>($"v1/plans/{planId}/stores/{dataStoreId}", ct);

    public async Task<IReadOnlyList<SubjectIdentifier>> GetIdentifiersAsync(Guid requestId, CancellationToken ct) =>
        await GetAsync<SubjectIdentifier[]>($"v1/requests/{requestId}/identities", ct);

    public async Task AddIdentifiersAsync(Guid requestId, IReadOnlyList<SubjectIdentifier> identifiers, CancellationToken ct)
    {
        using var patience = Bound(ct);
        using var response = await clients.CreateClient(Name).PostAsJsonAsync($"v1/requests/{requestId}/identities", identifiers, MessageJson.Options, patience.Token);
        Check(response);
    }

    public async Task PutPartAsync(Guid requestId, Guid dataStoreId, Guid planId, int step, HttpContent rows, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"v1/requests/{requestId}/parts/{dataStoreId}/{step}") { Content = rows };
        request.Headers.Add("X-Plan-Id", planId.ToString());
        using var response = await clients.CreateClient(Name).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        Check(response);
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken ct)
    {
        using var patience = Bound(ct);
        using var response = await clients.CreateClient(Name).GetAsync(path, patience.Token);
        Check(response);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(MessageJson.Options, patience.Token) ?? throw new RefusedException("plan-unreadable");
        }
        catch (JsonException)
        {
            throw new RefusedException("plan-unreadable");
        }
    }

    private static CancellationTokenSource Bound(CancellationToken ct)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(ct);
        source.CancelAfter(Patience);
        return source;
    }

    // Gone, or no longer in a state that wants it: trying again can't help. Everything else may pass.
    private static void Check(HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                throw new RefusedException("plan-not-found");
            case HttpStatusCode.Conflict:
                throw new RefusedException("plan-not-current");
            default:
                if (!response.IsSuccessStatusCode)
                {
                    throw new HttpRequestException("The dsar service refused.", null, response.StatusCode);
                }

                break;
        }
    }
}
