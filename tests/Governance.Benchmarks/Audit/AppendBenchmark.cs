using System.Diagnostics;
using Governance.Audit.Log;
using Governance.Audit.Payloads;

namespace Governance.Benchmarks.Audit;

/// <summary>
/// Appending in batches of 1,024, each a transaction, against a bare COPY of the same rows in the same batches: into tables without indexes, and
/// into tables with the log's own. In turns of 16 batches; the first turns only warm up.
/// </summary>
internal static class AppendBenchmark
{
    private const int Turn = 16;
    private const int WarmUp = 3;

    public static async Task RunAsync()
    {
        var turns = Math.Max(1, AuditBench.Setting("BENCH_AUDIT_ENTRIES", 250_000) / Sequencer.MaxBatch / Turn);
        await using var bench = await AuditBench.CreateAsync();
        await bench.ExecuteAsync("""
            CREATE TABLE bare_entries (LIKE entries); CREATE TABLE bare_payloads (LIKE payloads);
            CREATE TABLE indexed_entries (LIKE entries INCLUDING INDEXES); CREATE TABLE indexed_payloads (LIKE payloads INCLUDING INDEXES)
            """);
        TimeSpan encode = default, append = default, bare = default, indexed = default;
        for (var turn = 0; turn < turns + WarmUp; turn++)
        {
            var clock = Stopwatch.StartNew();
            var batches = Enumerable.Range(turn * Turn, Turn).Select(i => AuditBench.Batch(i * Sequencer.MaxBatch)).ToList();
            var encoded = clock.Elapsed;
            await bench.AppendAsync(batches.ToAsyncEnumerable(), _ => { });
            var appended = clock.Elapsed;
            await CopyAsync(bench, batches, "bare", (long)turn * Turn * Sequencer.MaxBatch);
            var copied = clock.Elapsed;
            await CopyAsync(bench, batches, "indexed", (long)turn * Turn * Sequencer.MaxBatch);
            if (turn < WarmUp)
                continue;
            encode += encoded;
            append += appended - encoded;
            bare += copied - appended;
            indexed += clock.Elapsed - copied;
        }

        var entries = (double)turns * Turn * Sequencer.MaxBatch;
        Console.WriteLine($"{entries,9:F0} entries: append {entries / append.TotalSeconds,8:F0}/s; making and encoding the events {entries / encode.TotalSeconds,8:F0}/s");
        Console.WriteLine($"          bare COPY, tables without indexes  {entries / bare.TotalSeconds,8:F0}/s, ratio {bare / append:F2} (aim 0.50)");
        Console.WriteLine($"          bare COPY, tables with the indexes {entries / indexed.TotalSeconds,8:F0}/s, ratio {indexed / append:F2}");
    }

    private static async Task CopyAsync(AuditBench bench, List<PendingEntry[]> batches, string tables, long sequence)
    {
        foreach (var batch in batches)
        {
            await using var connection = await bench.Source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var first = sequence;
            await Copy.RowsAsync(connection, $"{tables}_payloads", PayloadColumns.All, batch.Select((p, i) => p.Details with { Sequence = first + i, Sealed = new byte[60 + p.Payload.Event.Length] }), CancellationToken.None);
            await Copy.RowsAsync(connection, $"{tables}_entries", EntryColumns.All, batch.Select((p, i) => p.Entry with { Sequence = first + i }), CancellationToken.None);
            await transaction.CommitAsync();
            sequence += batch.Length;
        }
    }
}
