using System.Diagnostics;
using Governance.Audit.Checkpoints;
using Governance.Audit.Data;
using Governance.Audit.Tests.Log;
using Governance.Testing;
using Governance.Transparency.Tests.Witness;

namespace Governance.Audit.Tests.Checkpoints;

public sealed class PublishKillTests
{
    private static readonly string[] Places =
        ["audit.checkpoint.before-sign", "audit.checkpoint.written", "audit.checkpoint.flushed", "audit.checkpoint.renamed", "audit.checkpoint.durable"];

    [Fact]
    public async Task Killed_between_two_write_steps_there_is_the_old_or_the_new_checkpoint_and_never_one_that_does_not_verify()
    {
        await using var log = await TestLog.CreateAsync(50);
        await using var issuer = await TestIssuer.StartAsync();
        using var settings = new TestCheckpoints();
        using var publisher = new TestPublisher(log, settings);
        await publisher.PublishAsync();
        var size = 50L;
        foreach (var place in Places)
        {
            await log.Appender.AppendAsync(TestEvents.Pending(10), TestContext.Current.CancellationToken);
            var marker = Path.Combine(settings.Root, place);
            using (var process = Start(log, issuer, settings, place, marker))
            {
                try
                {
                    await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
                }
                finally
                {
                    process.Kill();
                }
            }

            Assert.Equal(place, await File.ReadAllTextAsync(marker, TestContext.Current.CancellationToken));
            var isNew = place is "audit.checkpoint.renamed" or "audit.checkpoint.durable";
            Assert.Equal(isNew ? size + 10 : size, publisher.Folder.ReadSigned()!.Checkpoint.Size);
            // The claim went with the process, and publishing goes on.
            Assert.Equal(isNew ? PublishState.Unchanged : PublishState.Published, (await publisher.PublishAsync()).State);
            size += 10;
            Assert.Equal(size, publisher.Folder.ReadSigned()!.Checkpoint.Size);
        }
    }

    [Fact]
    public async Task Killed_while_the_witnessed_checkpoint_is_written_it_is_the_old_or_the_new_one_and_witnessing_goes_on()
    {
        await using var log = await TestLog.CreateAsync(50);
        await using var issuer = await TestIssuer.StartAsync();
        using var settings = new TestCheckpoints();
        using var witness = new WitnessProcess(settings.Key);
        await witness.StartAsync();
        settings.AddWitness(witness.Http.BaseAddress!, witness.Key, quorum: 1);
        using var publisher = new TestPublisher(log, settings);
        var size = 50L;
        foreach (var step in (string[])["written", "flushed", "renamed", "durable"])
        {
            var (place, marker, before) = ($"audit.witnessed.{step}", Path.Combine(settings.Root, step), publisher.Folder.ReadWitnessed()?.Checkpoint.Size ?? 0);
            using (var process = Start(log, issuer, settings, place, marker))
            {
                try
                {
                    await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
                }
                finally
                {
                    process.Kill();
                }
            }

            Assert.Equal(place, await File.ReadAllTextAsync(marker, TestContext.Current.CancellationToken));
            Assert.Equal(step is "renamed" or "durable" ? size : before, publisher.Folder.ReadWitnessed()?.Checkpoint.Size ?? 0);
            await log.Appender.AppendAsync(TestEvents.Pending(10), TestContext.Current.CancellationToken);
            size += 10;
        }

        using var last = Start(log, issuer, settings, "", Path.Combine(settings.Root, "none"));
        try
        {
            await Eventually.TrueAsync(() => Task.FromResult(publisher.Folder.ReadWitnessed() is { } now && now.Checkpoint.Size >= size && now.Note.VerifiedBy([witness.Key]).Count == 1), "the newest is witnessed");
        }
        finally
        {
            last.Kill();
        }
    }

    private static Process Start(TestLog log, TestIssuer issuer, TestCheckpoints settings, string place, string marker)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AuditDbContext).Assembly.Location]) { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ConnectionStrings__Database"] = log.Database.ConnectionString;
        start.Environment["ConnectionStrings__RabbitMq"] = "amqp://nobody:nothing@127.0.0.1:1/";
        start.Environment["Authentication__Authority"] = issuer.Url;
        start.Environment["Authentication__Audience"] = TestIssuer.Audience;
        start.Environment["Encryption__Key"] = log.EncryptionKey;
        settings.AddTo(start.Environment);
        start.Environment["FaultPoint__Name"] = place;
        start.Environment["FaultPoint__Marker"] = marker;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
