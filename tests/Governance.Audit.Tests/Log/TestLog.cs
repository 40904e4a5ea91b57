using System.Security.Cryptography;
using Governance.Audit.Data;
using Governance.Audit.Erasure;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Audit.Retention;
using Governance.Audit.Verification;
using Governance.Contracts;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Audit.Tests.Log;

/// <summary>A log in its own database, without the service around it. Tests connect as the superuser.</summary>
internal sealed class TestLog : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    private TestLog(TestDatabase database)
    {
        Database = database;
        _source = NpgsqlDataSource.Create(database.ConnectionString);
        Appender = NewAppender();
    }

    public string EncryptionKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public PayloadVault Vault => new(Options.Create(new EncryptionOptions { Key = EncryptionKey }));

    public TestDatabase Database { get; }

    public LogAppender Appender { get; }

    public static async Task<TestLog> CreateAsync(int entries = 0)
    {
        var log = new TestLog(await TestDatabase.CreateAsync());
        await using var db = log.Db();
        await db.Database.MigrateAsync();
        foreach (var batch in TestEvents.Pending(entries).Chunk(Sequencer.MaxBatch))
            await log.Appender.AppendAsync(batch, CancellationToken.None);
        return log;
    }

    public AuditDbContext Db() => new(new DbContextOptionsBuilder<AuditDbContext>().UseNpgsql(_source).Options);

    public Eraser NewEraser(TimeProvider? clock = null) =>
        new(Appender, new MessageOutbox(clock ?? TimeProvider.System), Headers(clock), NoFaults, clock ?? TimeProvider.System);

    public MonthDropper NewDropper(int months, TimeProvider clock) =>
        new(Appender, Headers(clock), Options.Create(new RetentionOptions { PayloadMonths = months }), NoFaults, clock);

    public async Task<Guid> RequestErasureAsync(string subject)
    {
        await using var db = Db();
        var erasure = SubjectErasure.Request(subject, "gdpr-art-17", new Actor(ActorType.User, "dpo-1"), TimeProvider.System.GetUtcNow());
        db.Add(erasure);
        await db.SaveChangesAsync();
        return erasure.Id;
    }

    /// <summary>Steps until nothing is left to do.</summary>
    public async Task<int> EraseAsync(string subject)
    {
        await RequestErasureAsync(subject);
        var steps = 0;
        for (; await StepAsync(); steps++)
            Assert.True(steps < 100);
        return steps;
    }

    public async Task<bool> StepAsync()
    {
        await using var db = Db();
        return await NewEraser().StepAsync(db, CancellationToken.None);
    }

    private static FaultPoints NoFaults => new(new ConfigurationBuilder().Build());

    private static EventHeaders Headers(TimeProvider? clock) => new(new ServiceIdentity("audit"), clock ?? TimeProvider.System);

    public LogAppender NewAppender()
    {
        return new(_source, new PayloadWriter(Vault, NoFaults, TimeProvider.System), NoFaults);
    }

    public Task<VerificationResult> VerifyAsync() => new LogVerifier(_source, Vault).VerifyAsync(CancellationToken.None);

    /// <summary>Sequences run from 0 without a gap, every event has one entry, and the tree fits.</summary>
    public async Task AssertWholeAsync(long size)
    {
        Assert.Equal(size, await Database.ScalarAsync<long>("SELECT size FROM log_head"));
        Assert.Equal(size, await Database.ScalarAsync<long>("SELECT count(DISTINCT event_id) FROM entries"));
        Assert.Equal(size, await Database.ScalarAsync<long>("SELECT count(*) FROM entries"));
        Assert.Equal(size, await Database.ScalarAsync<long>("SELECT count(*) FROM payloads"));
        if (size > 0)
            Assert.Equal(size - 1, await Database.ScalarAsync<long>("SELECT max(sequence) FROM entries"));
        Assert.Empty((await VerifyAsync()).Findings);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await Database.DisposeAsync();
    }
}
