using System.Diagnostics;
using Governance.Audit.Log;
using Governance.Audit.Payloads;

namespace Governance.Benchmarks.Audit;

/// <summary>Appending in batches of 1,024, each a transaction, against a bare COPY of the same rows in the same batches into tables without indexes.</summary>
internal static class AppendBenchmark
{
    public static async Task RunAsync()
    {
        var batches = AuditBench.Setting("BENCH_AUDIT_ENTRIES", 100_000) / Sequencer.MaxBatch;
        await using var bench = await AuditBench.CreateAsync();
        await bench.ExecuteAsync("CREATE TABLE bare_entries (LIKE entries); CREATE TABLE bare_payloads (LIKE payloads)");
        TimeSpan encode = default, append = default, bare = default;
        for (var i = 0; i <= batches; i++)
        {
            var clock = Stopwatch.StartNew();
            var batch = AuditBench.Batch(i * Sequencer.MaxBatch);
            var encoded = clock.Elapsed;
            await bench.Appender.AppendAsync(batch, CancellationToken.None);
            var appended = clock.Elapsed;
            await CopyAsync(bench, batch);
            // The first warms up.
            if (i == 0)
                continue;
            encode += encoded;
            append += appended - encoded;
            bare += clock.Elapsed - appended;
        }

        var entries = (double)batches * Sequencer.MaxBatch;
        Console.WriteLine($"{entries,9:F0} entries: append {entries / append.TotalSeconds,8:F0}/s, bare COPY {entries / bare.TotalSeconds,8:F0}/s, ratio {bare / append:F2} (aim 0.50); making and encoding the events {entries / encode.TotalSeconds,8:F0}/s");
    }

    private static async Task CopyAsync(AuditBench bench, PendingEntry[] batch)
    {
        await using var connection = await bench.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Copy.RowsAsync(connection, "bare_payloads", PayloadColumns.All, batch.Select(p => p.Details with { Sealed = new byte[60 + p.Payload.Event.Length] }), CancellationToken.None);
        await Copy.RowsAsync(connection, "bare_entries", EntryColumns.All, batch.Select(p => p.Entry), CancellationToken.None);
        await transaction.CommitAsync();
    }
}
