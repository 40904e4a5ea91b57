using System.Security.Cryptography;
using Governance.Audit.Data;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Audit.Verification;
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
        await using var db = new AuditDbContext(new DbContextOptionsBuilder<AuditDbContext>().UseNpgsql(log._source).Options);
        await db.Database.MigrateAsync();
        foreach (var batch in TestEvents.Pending(entries).Chunk(Sequencer.MaxBatch))
            await log.Appender.AppendAsync(batch, CancellationToken.None);
        return log;
    }

    public LogAppender NewAppender()
    {
        var faults = new FaultPoints(new ConfigurationBuilder().Build());
        return new(_source, new PayloadWriter(Vault, faults, TimeProvider.System), faults);
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
