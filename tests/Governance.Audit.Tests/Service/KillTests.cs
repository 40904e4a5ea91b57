using System.Diagnostics;
using Governance.Audit.Data;
using Governance.Audit.Tests.Checkpoints;
using Governance.Audit.Tests.Log;
using Governance.Testing;

namespace Governance.Audit.Tests.Service;

public sealed class KillTests
{
    private const int PerRound = 300;

    private static readonly string[] Places =
    [
        "audit.append.after-lock", "audit.append.after-keys", "audit.append.after-payloads", "audit.append.after-entries", "audit.append.after-tiles", "audit.append.before-commit", "audit.append.after-commit",
    ];

    [Fact]
    public async Task Killed_at_every_step_of_an_append_the_log_has_no_gap_and_no_double()
    {
        await using var log = await TestLog.CreateAsync();
        await using var vhost = await TestBroker.CreateAsync();
        await using var issuer = await TestIssuer.StartAsync();
        using var checkpoints = new TestCheckpoints();
        var marker = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        RawBroker? broker = null;
        foreach (var place in Places)
        {
            using var running = new RunningProcess(Start(log, vhost, issuer, checkpoints, place, $"{marker}.{place}"));
            var process = running.Process;
            await WaitForQueueAsync(process, vhost);
            broker ??= await RawBroker.ConnectAsync(vhost.ConnectionString);
            await broker.PublishAsync(Enumerable.Range(0, PerRound).Select(_ => TestEvents.Envelope(TestEvents.Approved())));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.Equal(place, await File.ReadAllTextAsync($"{marker}.{place}", TestContext.Current.CancellationToken));
            File.Delete($"{marker}.{place}");
        }

        using (new RunningProcess(Start(log, vhost, issuer, checkpoints, "", marker)))
            await Eventually.TrueAsync(async () => await log.Database.ScalarAsync<long>("SELECT size FROM log_head") == Places.Length * PerRound, "every event has its entry", TimeSpan.FromSeconds(60));

        await log.AssertWholeAsync(Places.Length * PerRound);
        await broker!.DisposeAsync();
    }

    private static Process Start(TestLog log, TestBroker broker, TestIssuer issuer, TestCheckpoints checkpoints, string place, string marker)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AuditDbContext).Assembly.Location]) { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ConnectionStrings__Database"] = log.Database.ConnectionString;
        start.Environment["ConnectionStrings__RabbitMq"] = broker.ConnectionString;
        start.Environment["Authentication__Authority"] = issuer.Url;
        start.Environment["Authentication__Audience"] = TestIssuer.Audience;
        start.Environment["Encryption__Key"] = log.EncryptionKey;
        checkpoints.AddTo(start.Environment);
        start.Environment["Anomalies__Enabled"] = "false";
        start.Environment["FaultPoint__Name"] = place;
        start.Environment["FaultPoint__Marker"] = marker;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>The exchange that events pass through exists once the service has started for the first time.</summary>
    private static async Task WaitForQueueAsync(Process process, TestBroker vhost) => await Eventually.TrueAsync(async () =>
    {
        Assert.False(process.HasExited, "The service ended before anything was published.");
        await using var connection = await new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(vhost.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            await channel.QueueDeclarePassiveAsync("audit.record-event");
            await channel.ExchangeDeclarePassiveAsync("Governance.Contracts:IEvent");
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
    }, "the queue is there");

    private sealed class RunningProcess(Process process) : IDisposable
    {
        public Process Process => process;

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
