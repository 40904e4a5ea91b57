using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts;

namespace Governance.Consent.Tests.Webhooks;

/// <summary>A service with a broker that may call the loopback network, because its configuration says so.</summary>
public sealed class WebhookFixture : ConsentFixture
{
    protected override bool WithBroker => true;

    protected override Task<IReadOnlyDictionary<string, string>> ConfigureAsync() => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>
    {
        ["Webhooks:AllowHttp"] = "true",
        ["Webhooks:AllowedNetworks:0"] = "127.0.0.0/8",
        ["Webhooks:FirstRetry"] = "00:00:00.050",
        ["Webhooks:MaxAttempts"] = "4",
    });

    public HttpClient Admin() => Client("admin", Permissions.RecipientsRead, Permissions.RecipientsWrite);

    /// <summary>Registers a system; returns its code and secret.</summary>
    public async Task<(string Code, string? Secret)> RegisterAsync(string? url, string? clientId = null, params string[] purposes)
    {
        var code = NewCode("system");
        var answer = await Admin().PostAsJsonAsync("/v1/recipients", new { code, url, clientId, purposes }).JsonAsync(HttpStatusCode.Created);
        return (code, answer.GetProperty("secret").GetString());
    }

    public async Task<JsonElement> RecordAsync(string identifier, string purpose, string action, string? notice = null) =>
        await Team().PostAsJsonAsync("/v1/records", Bodies.Record(identifier, purpose, action, notice)).JsonAsync(HttpStatusCode.Created);

    public async Task<List<JsonElement>> DeliveriesAsync(string code, string? state = null) =>
        [.. (await Admin().GetAsync($"/v1/recipients/{code}/deliveries?limit=500{(state is null ? "" : $"&state={state}")}").JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];

    /// <summary>Waits until so many deliveries of the system are in that state.</summary>
    public Task DeliveredAsync(string code, int count, string state = "acknowledged") =>
        Governance.Testing.Eventually.TrueAsync(async () => (await DeliveriesAsync(code, state)).Count >= count, $"{count} deliveries {state}", TimeSpan.FromSeconds(60));
}
