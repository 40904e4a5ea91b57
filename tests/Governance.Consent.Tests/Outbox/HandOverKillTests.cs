using System.Net;
using System.Net.Http.Json;
using Governance.Consent.Tests.Decisions.Caching;
using Governance.Consent.Tests.Webhooks;
using Governance.Testing;

namespace Governance.Consent.Tests.Outbox;

/// <summary>Events are leased to the process that writes them and published from its memory (docs/decisions/0054). What happens when it dies on the way?</summary>
public sealed class HandOverKillTests(ClusterWithBroker cluster) : IClassFixture<ClusterWithBroker>
{
    private const string Committed = "outbox.after-claim";
    private const string Published = "outbox.after-publish";

    [Fact]
    public async Task An_event_whose_process_is_killed_after_the_commit_is_published_after_its_lease_and_has_one_effect()
    {
        var ct = TestContext.Current.CancellationToken;
        var (first, second) = (Marker(), Marker());
        await using var target = await TestDatabase.CreateAsync();
        await using var listener = await Listener.StartAsync(target, cluster.BrokerConnection, cluster.Issuer.Url);
        await using var tap = await BrokerTap.StartAsync(cluster.BrokerConnection);
        await using var receiver = await Receiver.StartAsync();
        var (purpose, notice) = (ConsentFixture.NewCode("p"), ConsentFixture.NewCode("n"));
        try
        {
            using (var killed = await cluster.StartAsync(faultPoint: Committed, marker: first))
            {
                await PrepareAsync(killed.Client, purpose, notice, receiver.Url, ct);
                await Eventually.TrueAsync(async () => await OutboxAsync("true") == 0, "all is published");
                File.Delete(first);
                await SendAsync(killed.Client, Bodies.Record("kill@example.org", purpose, "give", notice), ct);
                await killed.EndedAsync(ct).WaitAsync(TimeSpan.FromMinutes(2), ct);
            }
            // Record and event are committed by one transaction, and the event stands as it was inserted: nobody has claimed it.
            Assert.Equal(1L, await cluster.Database.ScalarAsync<long>($"""
                SELECT count(*) FROM consent_records r JOIN outbox o ON o.xmin = r.xmin
                WHERE r.purpose_code = '{purpose}' AND o.lease IS NOT NULL AND o.attempts = 1 AND o.leased_until > o.created_at AND o.leased_until <= o.created_at + interval '15 seconds'
                """));
            Assert.Empty(tap.CopiesOf(purpose));

            // Another process leaves it alone while it is leased, publishes it then, and dies before it has forgotten it.
            await LeaseAsync("10 minutes");
            using (var killed = await cluster.StartAsync(faultPoint: Published, marker: second))
            {
                Assert.Empty(tap.CopiesOf(purpose));
                File.Delete(second);
                await LeaseAsync("0");
                await killed.EndedAsync(ct).WaitAsync(TimeSpan.FromMinutes(2), ct);
            }
            await Eventually.TrueAsync(() => Task.FromResult(tap.CopiesOf(purpose).Count == 1), "it is published");
            Assert.Equal(1L, await OutboxAsync("attempts = 2"));

            // The third publishes a later record first, and the same event once more.
            await LeaseAsync("10 minutes");
            using var third = await cluster.StartAsync();
            await SendAsync(third.Client, Bodies.Record("kill@example.org", purpose, "withdraw"), ct);
            await Eventually.TrueAsync(() => Task.FromResult(tap.CopiesOf(purpose).Contains(2)), "the later one is published");
            await LeaseAsync("0");
            await Eventually.TrueAsync(async () => await OutboxAsync("true") == 0, "nothing is left to publish");

            await SendAsync(third.Client, Bodies.Record("kill@example.org", purpose, "give", notice), ct);
            await Eventually.TrueAsync(() => Task.FromResult(tap.CopiesOf(purpose).Count == 4), "all copies are there");
            Assert.Equal([1, 2, 1, 3], tap.CopiesOf(purpose));
            await Eventually.TrueAsync(async () => (await listener.HeardAsync(purpose)).Count == 3, "all had an effect");
            Assert.Equal([1, 2, 3], (await listener.HeardAsync(purpose)).Order());
            // Systems that are told by webhook are told in order, whoever died.
            await Eventually.TrueAsync(() => Task.FromResult(receiver.All.Any(r => r.Message.Version == 3)), "all arrived");
            Assert.Equal([1, 2, 3], receiver.All.Select(r => r.Message.Version).Distinct());
        }
        finally
        {
            File.Delete(first);
            File.Delete(second);
        }
    }

    /// <summary>For how long from now nobody else may take what was claimed; for deliveries, whose claims last for minutes, it ends at once.</summary>
    private Task LeaseAsync(string time) =>
        cluster.Database.ExecuteAsync($"UPDATE outbox SET leased_until = now() + interval '{time}' WHERE attempts > 0 AND message_type LIKE '%ConsentGiven'; UPDATE deliveries SET leased_until = now()");

    private static async Task PrepareAsync(HttpClient client, string purpose, string notice, string url, CancellationToken ct)
    {
        await client.PostAsJsonAsync("/v1/purposes", Bodies.Purpose(purpose), ct).JsonAsync(HttpStatusCode.Created);
        await client.PostAsJsonAsync("/v1/notices", new { code = notice, title = "Privacy notice" }, ct).JsonAsync(HttpStatusCode.Created);
        await client.PostAsJsonAsync($"/v1/notices/{notice}/versions", Bodies.Version("material", [purpose]), ct).JsonAsync(HttpStatusCode.Created);
        await client.PostAsJsonAsync("/v1/recipients", new { code = purpose, url, purposes = new[] { purpose } }, ct).JsonAsync(HttpStatusCode.Created);
    }

    /// <summary>Whether it still answers is open: it may be dead by then.</summary>
    private static async Task SendAsync(HttpClient client, object record, CancellationToken ct)
    {
        try
        {
            using var response = await client.PostAsJsonAsync("/v1/records", record, ct);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }
        catch (HttpRequestException)
        {
        }
    }

    private Task<long> OutboxAsync(string where) => cluster.Database.ScalarAsync<long>($"SELECT count(*) FROM outbox WHERE {where}");

    /// <summary>As long as the file is there nobody is killed.</summary>
    private static string Marker()
    {
        var path = Path.Combine(Path.GetTempPath(), $"hand-over-{Guid.NewGuid():n}");
        File.WriteAllText(path, "");
        return path;
    }
}

public sealed class ClusterWithBroker : ConsentCluster
{
    private TestBroker _broker = null!;

    protected override int SoundInstances => 0;

    protected override string Broker => _broker.ConnectionString;

    public string BrokerConnection => _broker.ConnectionString;

    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Webhooks__AllowHttp"] = "true", ["Webhooks__AllowedNetworks__0"] = "127.0.0.0/8" };

    public override async ValueTask InitializeAsync()
    {
        _broker = await TestBroker.CreateAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _broker.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
