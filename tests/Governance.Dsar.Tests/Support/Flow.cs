using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Governance.Contracts;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Fulfilment;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Tests.Support;

/// <summary>Brings requests to where a test begins, over HTTP and as the data plane would answer.</summary>
internal sealed class Flow(DsarFixture service)
{
    private static int people;

    public HttpClient Team { get; } = service.Staff("shop-team", Permissions.DsarOpen);

    public HttpClient Planner { get; } = service.Staff("analyst-1", Permissions.DsarPlan, Permissions.DsarRead);

    public HttpClient Approver { get; } = service.Staff("dpo-1", Permissions.DsarApprove, Permissions.DsarRead);

    public HttpClient DataPlane { get; } = service.DataPlane();

    public static string NewEmail() => $"person{Interlocked.Increment(ref people)}@example.org";

    public async Task<JsonElement> OpenAsync(RequestType type, string email, string? subjectKind = "customer")
    {
        var response = await Team.PostAsJsonAsync("/v1/requests", new
        {
            type,
            identifiers = new[] { new { kind = "email", value = email } },
            verificationMethod = "signed-in-session",
            subjectKind,
        }, ServiceJson.Options);
        return await ReadAsync(response, System.Net.HttpStatusCode.Created);
    }

    public async Task<Guid> PlanAsync(Guid request)
    {
        var response = await Planner.PostAsync($"/v1/requests/{request}/plans", null);
        return (await ReadAsync(response, System.Net.HttpStatusCode.Accepted)).GetProperty("id").GetGuid();
    }

    /// <summary>The store answers the attempt that is waiting: one row per step unless told otherwise.</summary>
    public async Task PrepareAsync(Guid request, Guid plan, Guid store, IReadOnlyList<StepProblem>? problems = null, IReadOnlyList<StepCount>? counts = null)
    {
        var planned = await StoreAsync(plan, store);
        var steps = counts ?? [.. PlanDocuments.Read(planned).Steps.Select(s => new StepCount(s.Number, 1, 0))];
        await service.HandleAsync<PlanAnswers>(a => a.TakeAsync(request, plan, store, planned.Attempt, s => s.Prepared(steps, problems ?? []), default));
    }

    public async Task FailPreparationAsync(Guid request, Guid plan, Guid store, string code)
    {
        var planned = await StoreAsync(plan, store);
        await service.HandleAsync<PlanAnswers>(a => a.TakeAsync(request, plan, store, planned.Attempt, s => s.PreparationFailed(code), default));
    }

    public async Task CompleteAsync(Guid request, Guid plan, Guid store, params StepCount[] done)
    {
        var planned = await StoreAsync(plan, store);
        await service.HandleAsync<ExecutionProgress>(p => p.TakeAsync(request, plan, store, planned.ExecutionId!.Value, s => s.Completed(done, 0, service.Clock.GetUtcNow()), default));
    }

    public async Task FallShortAsync(Guid request, Guid plan, Guid store, string code, DateTimeOffset? retryAt)
    {
        var planned = await StoreAsync(plan, store);
        await service.HandleAsync<ExecutionProgress>(p => p.TakeAsync(request, plan, store, planned.ExecutionId!.Value, s => s.Incomplete(code, [], [], retryAt), default));
    }

    public Task<PlannedStore> StoreAsync(Guid plan, Guid store) => service.InDatabaseAsync(db => db.PlannedStores.AsNoTracking().SingleAsync(s => s.PlanId == plan && s.DataStoreId == store));

    public Task<HttpResponseMessage> DecideAsync(HttpClient who, Guid request, Guid plan, int version, string decision = "approve", string? reason = null) =>
        PostAsync(who, $"/v1/requests/{request}/plans/{plan}/approval", new { decision, reason }, version);

    public async Task<JsonElement> GetPlanAsync(Guid request, Guid plan) => await Planner.GetFromJsonAsync<JsonElement>($"/v1/requests/{request}/plans/{plan}");

    public async Task<JsonElement> GetAsync(Guid request) => await Planner.GetFromJsonAsync<JsonElement>($"/v1/requests/{request}");

    /// <summary>A request whose plan is approved and whose stores have been told to go.</summary>
    public async Task<(Guid Request, Guid Plan)> ExecutingAsync(RequestType type, string email, params Guid[] stores)
    {
        var request = (await OpenAsync(type, email)).GetProperty("id").GetGuid();
        var plan = await PlanAsync(request);
        foreach (var store in stores)
            await PrepareAsync(request, plan, store);
        var version = (await GetPlanAsync(request, plan)).GetProperty("version").GetInt32();
        await ReadAsync(await DecideAsync(Approver, request, plan, version), System.Net.HttpStatusCode.OK);
        return (request, plan);
    }

    public async Task PutPartAsync(Guid request, Guid store, int step, string rows)
    {
        using var content = new StringContent(rows, new MediaTypeHeaderValue("application/octet-stream"));
        (await DataPlane.PutAsync($"/v1/requests/{request}/parts/{store}/{step}", content)).EnsureSuccessStatusCode();
    }

    public async Task WaitForStateAsync(Guid request, RequestState state) =>
        await Eventually.TrueAsync(
            async () => await service.InDatabaseAsync(db => db.Requests.AnyAsync(r => r.Id == request && r.State == state)), $"state {state}");

    public static async Task<HttpResponseMessage> PostAsync(HttpClient who, string path, object body, int? version)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonSerializer.Serialize(body, ServiceJson.Options), Encoding.UTF8, "application/json") };
        if (version is not null)
            message.Headers.IfMatch.Add(new($"\"{version}\""));
        return await who.SendAsync(message);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, System.Net.HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public static async Task RefusedAsync(HttpResponseMessage response, int status, string code)
    {
        var problem = await ReadAsync(response, (System.Net.HttpStatusCode)status);
        Assert.Equal($"urn:governance:problem:{code}", problem.GetProperty("type").GetString());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("traceId").GetString()));
    }
}
