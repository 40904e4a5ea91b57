using System.Data.Common;
using Governance.Audit.Anomalies;
using Governance.Audit.Anomalies.Stream;
using Governance.Audit.Data;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Audit.Tests.Log;
using Governance.Audit.Trail;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Audit.Tests.Anomalies;

/// <summary>The watcher over a log in a database, without the service around it.</summary>
internal sealed class TestWatch : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly NpgsqlDataSource _source;

    private TestWatch(TestLog log)
    {
        Log = log;
        _source = NpgsqlDataSource.Create(log.Database.ConnectionString);
        _services = new ServiceCollection().AddDbContext<AuditDbContext>(o => o.UseNpgsql(_source).AddInterceptors(Crashes)).BuildServiceProvider();
    }

    public TestLog Log { get; }

    public ManualClock Clock { get; } = new();

    public Crash Crashes { get; } = new();

    public static async Task<TestWatch> CreateAsync() => new(await TestLog.CreateAsync());

    /// <summary>A watcher that knows nothing yet, as after a restart.</summary>
    public StreamWatcher Start(int batch = 2000) => new(
        _services.GetRequiredService<IServiceScopeFactory>(),
        new PayloadReader(_source, Log.Vault),
        new MessageOutbox(Clock),
        new EventHeaders(new ServiceIdentity("audit"), Clock),
        new FaultPoints(new ConfigurationBuilder().Build()),
        Options.Create(new AnomalyOptions { BatchSize = batch, Settings = OfficeStream.Settings }),
        Clock);

    public async Task ReadAllAsync(int batch = 2000)
    {
        var watcher = Start(batch);
        while (await watcher.ReadAsync(CancellationToken.None) > 0)
        {
        }
    }

    public async Task AppendAsync(IEnumerable<WatchedEntry> entries)
    {
        foreach (var chunk in entries.Select(Pending).Chunk(Sequencer.MaxBatch))
            await Log.Appender.AppendAsync(chunk, CancellationToken.None);
    }

    /// <summary>One event of each kind that a plan has, by these two.</summary>
    public Task AppendPlanAsync(string planner, string approver, DateTimeOffset at, string objectId) => Log.Appender.AppendAsync(
        [Pending("dsar", "PlanRequested", OfficeStream.User(planner), at, objectId: objectId), Pending("dsar", "PlanApproved", OfficeStream.User(approver), at.AddHours(1), objectId: objectId)],
        CancellationToken.None);

    public static PendingEntry Pending(WatchedEntry e) => Pending(e.Source, e.Action, e.Actor, e.OccurredAt, e.RecordedAt, e.Outcome, e.Records);

    public static PendingEntry Pending(
        string source, string action, WatchedActor actor, DateTimeOffset at, DateTimeOffset? recordedAt = null, string outcome = "success", long records = 1, string? objectId = null) =>
        EventEnvelope.Read(
            TestEvents.Envelope(
                new
                {
                    header = new
                    {
                        eventId = Guid.CreateVersion7(),
                        occurredAt = at,
                        source,
                        actor = new { type = actor.Type, id = actor.Type == "dataSubject" ? "sub_secret" : actor.Id },
                        objectType = "thing",
                        objectId = objectId ?? "object-secret",
                        subjectPseudonym = "sub_secret",
                        outcome,
                    },
                    count = records,
                },
                $"urn:message:Governance.Contracts.Test.V1:{action}", "urn:message:Governance.Contracts:IEvent"),
            recordedAt ?? at);

    /// <summary>One line per anomaly with its evidence, without what differs by nature.</summary>
    public async Task<List<string>> LinesAsync()
    {
        await using var scope = _services.CreateAsyncScope();
        var anomalies = await scope.ServiceProvider.GetRequiredService<AuditDbContext>().Anomalies.AsNoTracking().ToListAsync();
        return [.. anomalies.Select(a => $"{a.Detector} {a.ActorType}:{a.ActorId} {a.CounterpartId} {a.Window:yyyy-MM-dd} {a.WindowFrom:u} {a.WindowTo:u} {a.Score} "
            + string.Join("; ", a.ReadSignals().Select(s => $"{s.Code} {s.Subject} {s.From:u} {s.Observed}>{s.Threshold} [{string.Join(',', s.Sequences)}]").Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)];
    }

    public Task<long> RaisedAsync() => Log.Database.ScalarAsync<long>("SELECT count(*) FROM outbox WHERE message_type LIKE '%AnomalyDetected'");

    public Task ForgetAsync() => Log.Database.ExecuteAsync("""
        TRUNCATE anomalies, anomaly_counts, anomaly_approvals, outbox;
        UPDATE anomaly_watch SET next_sequence = 0, watermark = 'epoch', recorded_at = 'epoch', silence_looked_at = 'epoch'
        """);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _source.DisposeAsync();
        await Log.DisposeAsync();
    }

    /// <summary>Lets commits fail, as if the process had died just before.</summary>
    internal sealed class Crash : DbTransactionInterceptor
    {
        private int _commits;

        /// <summary>Every so manieth; 0 for none.</summary>
        public int Every { get; set; }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            Every > 0 && ++_commits % Every == 0 ? throw new IOException("Killed here.") : ValueTask.FromResult(result);
    }
}

internal sealed class ManualClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = OfficeStream.At(OfficeStream.First.AddDays(21), 0);

    public override DateTimeOffset GetUtcNow() => Now;
}
