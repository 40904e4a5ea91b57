using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Audit.Data;
using Governance.Audit.Tests.Checkpoints;
using Governance.Contracts;
using Governance.Messaging.Outbox;
using Governance.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Audit.Tests.Service;

/// <summary>The whole service with its database and a broker.</summary>
public sealed class RunningAudit : IAsyncLifetime
{
    private readonly Fixture _fixture = new();

    internal ServiceFixture<AuditDbContext> Service => _fixture;

    internal RawBroker Broker { get; private set; } = null!;

    internal HttpClient Auditor { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _fixture.InitializeAsync();
        Broker = await RawBroker.ConnectAsync(_fixture.BrokerConnection);
        Auditor = _fixture.Client("auditor-1", Permissions.AuditRead, Permissions.AuditVerify, Permissions.AuditExport, Permissions.AuditReceipts);
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Auditor?.Dispose();
        if (Broker is not null)
            await Broker.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    /// <summary>Publishes as any service does: through the outbox.</summary>
    internal async Task PublishAsync(params IEvent[] events)
    {
        await using var scope = _fixture.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuditDbContext>();
        foreach (var message in events)
            scope.ServiceProvider.GetRequiredService<MessageOutbox>().Add(db, message);
        await db.SaveChangesAsync();
    }

    internal async Task<JsonElement> GetAsync(string path) => await Auditor.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Entries that a search finds, once there are as many as expected. Those that tell of reading the log don't count, unless asked for.</summary>
    internal async Task<List<JsonElement>> EntriesAsync(string query, int count)
    {
        List<JsonElement> items = [];
        await Eventually.TrueAsync(async () =>
        {
            items = [.. (await GetAsync($"/v1/entries?{query}")).GetProperty("items").EnumerateArray().Where(e => query.Contains("AuditEntriesRead", StringComparison.Ordinal) || !IsOfReading(e))];
            return items.Count >= count;
        }, $"{count} entries for {query}");
        Assert.Equal(count, items.Count);
        return items;
    }

    internal static bool IsOfReading(JsonElement entry) => entry.GetProperty("action").GetString() == "AuditEntriesRead";

    internal Task ReadyAsync(HttpStatusCode status = HttpStatusCode.OK) => Eventually.TrueAsync(async () =>
    {
        using var response = await Auditor.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return response.StatusCode == status;
    }, $"readiness answers {status}");

    internal async Task<JsonElement> VerifyAsync()
    {
        using var response = await Auditor.PostAsync(new Uri("/v1/log/verifications", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        JsonElement verification = default;
        await Eventually.TrueAsync(async () =>
        {
            verification = await Auditor.GetFromJsonAsync<JsonElement>(response.Headers.Location);
            return verification.GetProperty("state").GetString() != "running";
        }, "the verification is complete");
        return verification;
    }

    private sealed class Fixture : ServiceFixture<AuditDbContext>
    {
        private readonly TestCheckpoints _checkpoints = new();

        protected override bool WithBroker => true;

        // The tests send events of years to come, and count the entries: no detector may add to them.
        protected override Task<IReadOnlyDictionary<string, string>> ConfigureAsync() =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(_checkpoints.Settings) { ["Erasure:RewriteAfter"] = "00:00:00", ["Anomalies:Enabled"] = "false" });

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            _checkpoints.Dispose();
        }
    }
}
