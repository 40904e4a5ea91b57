using System.Diagnostics;
using System.Globalization;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Classifying;
using Governance.DataPlane.Connectors;
using Governance.DataPlane.Connectors.Postgres;
using Governance.DataPlane.Plans;
using Governance.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Governance.Benchmarks.Stores;

/// <summary>One piece of work in a process of its own, so that its memory can be read off.</summary>
internal static class StoreRoles
{
    /// <summary>Prints milliseconds and peak memory in MB.</summary>
    public static async Task<int> RunAsync(string role, string[] args)
    {
        var clock = new Stopwatch();
        switch (role)
        {
            case "store-export":
                await ExportAsync(args[0], args[1], clock);
                break;
            case "store-copy":
                await CopyAsync(args[0], args[1], clock);
                break;
            case "store-erase":
                await EraseAsync(args[0], clock);
                break;
            case "store-delete":
                await DeleteAsync(args[0], clock);
                break;
        }
        var peak = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalMilliseconds:F0} {double.Parse(peak, CultureInfo.InvariantCulture) / 1024:F0}"));
        return 0;
    }

    private static async Task ExportAsync(string store, string receiver, Stopwatch clock)
    {
        var work = Work(RequestType.Access);
        var sink = new HttpPartSink(new DsarClient(new OneClient(new Uri(receiver))), work.Plan, new FaultPoints(new ConfigurationBuilder().Build()));
        await using var session = await Connector().OpenAsync(store, CancellationToken.None);
        clock.Start();
        await session.ExportAsync(work, sink, CancellationToken.None);
        clock.Stop();
    }

    /// <summary>The hand-written way: COPY each table's rows to a file.</summary>
    private static async Task CopyAsync(string store, string folder, Stopwatch clock)
    {
        await using var connection = new NpgsqlConnection(store);
        await connection.OpenAsync();
        clock.Start();
        foreach (var (number, query) in BigPerson.CopyQueries.Index())
        {
            // The driver hands text out as characters; binary comes as it is, which only makes the baseline faster.
            await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY ({query}) TO STDOUT (FORMAT binary)");
            await using var file = File.Create(Path.Combine(folder, $"{number}.copy"));
            await rows.CopyToAsync(file);
            file.Flush(flushToDisk: true);
        }
        clock.Stop();
    }

    private static async Task EraseAsync(string store, Stopwatch clock)
    {
        await using var session = await Connector().OpenAsync(store, CancellationToken.None);
        var work = Work(RequestType.Erasure);
        clock.Start();
        var outcome = await session.EraseAsync(work, new NoLedger(), CancellationToken.None);
        clock.Stop();
        if (outcome.Gaps.Count > 0)
            throw new InvalidOperationException($"The erasure left gaps: {outcome.Gaps[0].Code}.");
    }

    private static async Task DeleteAsync(string store, Stopwatch clock)
    {
        await using var connection = new NpgsqlConnection(store);
        await connection.OpenAsync();
        clock.Start();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(BigPerson.DeleteScript, connection, transaction) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        clock.Stop();
    }

    private static PostgresConnector Connector() => new(new StoreLimits(), new Classifier(TimeProvider.System));

    private static StoreWork Work(RequestType type) => new(BigPerson.Plan(type), [new SubjectIdentifier("email", BigPerson.Mail)], new byte[32]);

    private sealed class OneClient(Uri address) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
    }

    private sealed class NoLedger : IErasureLedger
    {
        public Guid ExecutionId { get; } = Guid.CreateVersion7();

        public Task<PreparedErasure?> FindPreparedAsync(CancellationToken ct) => Task.FromResult<PreparedErasure?>(null);

        public Task SavePreparedAsync(PreparedErasure prepared, CancellationToken ct) => Task.CompletedTask;

        public void Reached(string boundary)
        {
        }
    }
}
