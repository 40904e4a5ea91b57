using System.Net.Http.Json;
using System.Text.Json;
using Governance.Testing;

namespace Governance.Audit.Tests.Anomalies;

public sealed class WatcherHealthTests(WatchingAudit audit) : IClassFixture<WatchingAudit>
{
    [Fact]
    public async Task A_watcher_that_can_not_read_on_shows_in_the_readiness()
    {
        using var anyone = audit.Service.Anonymous();
        await IsAsync("Healthy");
        await audit.Service.Database.ExecuteAsync("ALTER TABLE anomaly_watch RENAME TO elsewhere");
        await IsAsync("Degraded");
        await audit.Service.Database.ExecuteAsync("ALTER TABLE elsewhere RENAME TO anomaly_watch");
        await IsAsync("Healthy");

        Task IsAsync(string state) => Eventually.TrueAsync(async () =>
        {
            using var ready = await anyone.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            return (await ready.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("checks").GetProperty("anomalies").GetString() == state;
        }, $"the watcher is {state}");
    }
}
