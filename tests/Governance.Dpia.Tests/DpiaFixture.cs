using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts;
using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.Messaging.Outbox;
using Governance.Testing;

namespace Governance.Dpia.Tests;

public class DpiaFixture : ServiceFixture<Program>
{
    public FakeInventory Inventory { get; private set; } = null!;

    public HttpClient Analyst(string id = "analyst-1") => Client(id, Permissions.DpiaRead, Permissions.DpiaWrite, Permissions.DpiaComment);

    public HttpClient Dpo(string id = "dpo-1") => Client(
        id, Permissions.DpiaRead, Permissions.DpiaWrite, Permissions.DpiaComment, Permissions.DpiaAdvise, Permissions.DpiaApprove, Permissions.DpiaTemplates);

    public HttpClient Owner(string id = "owner-1") => Client(id, Permissions.DpiaRead, Permissions.DpiaWrite, Permissions.DpiaComment, Permissions.DpiaAcceptRisk);

    public HttpClient Approver(string id = "approver-1") => Client(id, Permissions.DpiaRead, Permissions.DpiaComment, Permissions.DpiaApprove);

    protected override async Task<IReadOnlyDictionary<string, string>> ConfigureAsync()
    {
        Inventory = await FakeInventory.StartAsync();
        return new Dictionary<string, string> { ["Services:Inventory"] = Inventory.Url };
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Inventory.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public Task<IReadOnlyList<OutboxMessage>> OutboxAsync() => OutboxAsync<DpiaDbContext>();

    public async Task<int> EventsAsync(string type, string id) =>
        (await OutboxAsync()).Count(m => m.MessageType == $"Governance.Contracts.Dpia.V1.{type}" && m.Body.Contains(id, StringComparison.Ordinal));

    /// <summary>A screening by <paramref name="by"/> with these codes answered yes and all others no; returns its id.</summary>
    public async Task<string> ScreenedAsync(string yes, string by = "analyst-1", string jurisdiction = "EU") =>
        (await Analyst(by).PostAsJsonAsync("/v1/screenings", Body(yes, jurisdiction)).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;

    public static object Body(string yes, string jurisdiction = "EU", string title = "Loyalty profiling")
    {
        var codes = yes.Split(' ');
        var questions = RuleBook.InForce(jurisdiction, new DateOnly(2026, 1, 1))!.Questions;
        return new
        {
            title,
            description = "Purchases are analysed to predict interests.",
            jurisdiction,
            answers = questions.Select(q => new { code = q.Code, yes = codes.Contains(q.Code), source = "Interview with marketing" }),
        };
    }
}

public static class HttpTestExtensions
{
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> pending, HttpStatusCode expected)
    {
        using var response = await pending;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>A validation problem that names exactly these fields.</summary>
    public static async Task NamesFieldsAsync(this Task<HttpResponseMessage> pending, params string[] fields)
    {
        var problem = await pending.JsonAsync(HttpStatusCode.BadRequest);
        Assert.Equal("urn:governance:problem:validation", problem.GetProperty("type").GetString());
        Assert.Equal(fields.Order(), problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
    }

    public static async Task IsProblemAsync(this Task<HttpResponseMessage> pending, HttpStatusCode status, string code)
    {
        var problem = await pending.JsonAsync(status);
        Assert.Equal($"urn:governance:problem:{code}", problem.GetProperty("type").GetString());
    }

    public static Task<HttpResponseMessage> PostIfMatchAsync(this HttpClient client, string url, int? version, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body) };
        if (version is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        return client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> SendIfMatchAsync(this HttpClient client, HttpMethod method, string url, int? version, object? body = null)
    {
        var request = new HttpRequestMessage(method, url) { Content = body is null ? null : JsonContent.Create(body) };
        if (version is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        return client.SendAsync(request);
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static Task<HttpResponseMessage> PostWithKeyAsync(this HttpClient client, string url, string key, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(request);
    }
}
