using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Audit.Data;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Audit.Trail;
using Governance.Audit.Verification;
using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Messaging;
using Governance.ServiceDefaults;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Benchmarks.Audit;

/// <summary>A log in a database of its own, and events to put into it.</summary>
internal sealed class AuditBench : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private AuditBench(TestDatabase database)
    {
        _database = database;
        Source = NpgsqlDataSource.Create(database.ConnectionString);
        var faults = new FaultPoints(new ConfigurationBuilder().Build());
        var vault = new PayloadVault(Options.Create(new EncryptionOptions { Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) }));
        Appender = new LogAppender(Source, new PayloadWriter(vault, faults, TimeProvider.System), faults);
        Verifier = new LogVerifier(Source, vault);
    }

    public NpgsqlDataSource Source { get; }

    public LogAppender Appender { get; }

    public LogVerifier Verifier { get; }

    public static async Task<AuditBench> CreateAsync()
    {
        var bench = new AuditBench(await TestDatabase.CreateAsync());
        await using var db = new AuditDbContext(new DbContextOptionsBuilder<AuditDbContext>().UseNpgsql(bench.Source).Options);
        await db.Database.MigrateAsync();
        Console.WriteLine($"PostgreSQL with fsync {await bench.TextAsync("SHOW fsync")}, synchronous_commit {await bench.TextAsync("SHOW synchronous_commit")}");
        return bench;
    }

    /// <summary>A message as the bus delivers it; every fifth of one subject.</summary>
    public static byte[] Message(int number)
    {
        var header = new EventHeader(Guid.CreateVersion7(), TimeProvider.System.GetUtcNow(), "dsar", new Actor(ActorType.User, $"user-{number % 50}"), "subject-request", Guid.CreateVersion7().ToString())
        {
            SubjectPseudonym = $"sub_{Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number / 5)))[..32]}",
            CorrelationId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        };
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                messageId = header.EventId,
                messageType = (string[])["urn:message:Governance.Contracts.Dsar.V1:PlanApproved", "urn:message:Governance.Contracts:IEvent"],
                message = new PlanApproved(header, Guid.CreateVersion7(), Guid.CreateVersion7(), Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)))),
            },
            MessageJson.Options);
    }

    public static PendingEntry[] Batch(int from) =>
        [.. Enumerable.Range(from, Sequencer.MaxBatch).Select(i => EventEnvelope.Read(Message(i), TimeProvider.System.GetUtcNow()))];

    /// <summary>As the service does it: each batch is prepared while the one before is written.</summary>
    public async Task AppendAsync(IAsyncEnumerable<PendingEntry[]> batches, Action<int> written)
    {
        var (writing, newKeys) = (Task.CompletedTask, (IReadOnlyList<PayloadKey>)[]);
        await foreach (var batch in batches)
        {
            var prepared = await Appender.PrepareAsync(batch, newKeys, CancellationToken.None);
            await writing;
            newKeys = prepared.Payloads.NewKeys;
            writing = WriteAsync(prepared);
        }

        await writing;

        async Task WriteAsync(PreparedBatch batch) => written(await Appender.WriteAsync(batch, CancellationToken.None));
    }

    /// <summary>A number from the environment, so that a small run is possible.</summary>
    public static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<string> TextAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }
}
