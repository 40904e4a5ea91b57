using System.Diagnostics;
using System.Security.Cryptography;
using Governance.Audit.Log;

namespace Governance.Benchmarks.Audit;

/// <summary>A full verification (every entry, payload, column and tile) against hashing the entries' bytes and nothing else.</summary>
internal static class VerifyBenchmark
{
    public static async Task RunAsync()
    {
        var batches = Math.Max(1, AuditBench.Setting("BENCH_AUDIT_ENTRIES", 100_000) / Sequencer.MaxBatch);
        await using var bench = await AuditBench.CreateAsync();
        var bytes = new List<byte[]>();
        for (var i = 0; i < batches; i++)
        {
            var batch = AuditBench.Batch(i * Sequencer.MaxBatch);
            bytes.AddRange(batch.Select(p => p.Entry.Canonical));
            await bench.Appender.AppendAsync(batch, CancellationToken.None);
        }

        await bench.Verifier.VerifyAsync(CancellationToken.None);
        var clock = Stopwatch.StartNew();
        var result = await bench.Verifier.VerifyAsync(CancellationToken.None);
        var verify = clock.Elapsed;
        if (result.Findings.Count > 0)
            throw new InvalidOperationException("The log does not verify.");
        clock.Restart();
        foreach (var entry in bytes)
            SHA256.HashData(entry);
        var raw = clock.Elapsed;
        Console.WriteLine($"{bytes.Count,9} entries: verification {bytes.Count / verify.TotalSeconds,8:F0}/s, SHA-256 of the entries alone {bytes.Count / raw.TotalSeconds,8:F0}/s, ratio {raw / verify:F3}");
    }
}
