using System.Globalization;
using Governance.Audit.Data;
using Governance.Audit.Erasure;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Audit.Trail;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Audit.Tests.Kills;

/// <summary>
/// A process that does what the service does with the log, and nothing else, so that it starts fast: takes events that were not acknowledged yet,
/// appends them in batches, acknowledges, and carries out erasures in between. The table <c>todo</c> stands for the broker.
/// </summary>
internal static class KillChild
{
    public const string Role = "kill-child";

    /// <param name="args">Connection string, encryption key, fault point or nothing, its marker, seed.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var faults = new FaultPoints(new ConfigurationBuilder()
            .AddInMemoryCollection([new("FaultPoint:Name", args[2]), new("FaultPoint:Marker", args[3])]).Build());
        await using var source = NpgsqlDataSource.Create(args[0]);
        var clock = TimeProvider.System;
        var appender = new LogAppender(source, new PayloadWriter(new PayloadVault(Options.Create(new EncryptionOptions { Key = args[1] })), faults, clock), faults);
        var eraser = new Eraser(appender, new MessageOutbox(clock), new EventHeaders(new ServiceIdentity("audit"), clock), faults, clock);
        // Not for secrets: batches only have to differ from run to run.
#pragma warning disable CA5394
        var random = new Random(int.Parse(args[4], CultureInfo.InvariantCulture));
        Console.WriteLine("ready");
        while (await TakeAsync(source, random.Next(1, 40)) is { Count: > 0 } batch)
        {
            await appender.AppendAsync([.. batch.Select(b => EventEnvelope.Read(b.Body, clock.GetUtcNow()))], CancellationToken.None);
            faults.Hit("child.before-acknowledgement");
            await AcknowledgeAsync(source, [.. batch.Select(b => b.Id)]);
            await using var db = new AuditDbContext(new DbContextOptionsBuilder<AuditDbContext>().UseNpgsql(source).Options);
            await eraser.StepAsync(db, CancellationToken.None);
        }
#pragma warning restore CA5394
        return 0;
    }

    private static async Task<List<(long Id, byte[] Body)>> TakeAsync(NpgsqlDataSource source, int count)
    {
        await using var command = source.CreateCommand($"SELECT id, body FROM todo.events ORDER BY id LIMIT {count}");
        var batch = new List<(long, byte[])>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            batch.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        return batch;
    }

    private static async Task AcknowledgeAsync(NpgsqlDataSource source, long[] ids)
    {
        await using var command = source.CreateCommand("DELETE FROM todo.events WHERE id = ANY ($1)");
        command.Parameters.Add(new() { Value = ids });
        await command.ExecuteNonQueryAsync();
    }
}
