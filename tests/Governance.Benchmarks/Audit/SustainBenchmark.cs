using System.Diagnostics;
using System.Threading.Channels;
using Governance.Audit.Log;

namespace Governance.Benchmarks.Audit;

/// <summary>Appending without a pause for ten minutes (<c>BENCH_AUDIT_MINUTES</c>): encoding, preparing and writing side by side, as the service does it.</summary>
internal static class SustainBenchmark
{
    public static async Task RunAsync()
    {
        var minutes = AuditBench.Setting("BENCH_AUDIT_MINUTES", 10);
        await using var bench = await AuditBench.CreateAsync();
        using var stop = new CancellationTokenSource();
        var batches = Channel.CreateBounded<PendingEntry[]>(4);
        var making = Task.Run(() => MakeAsync(batches.Writer, stop.Token));
        var perMinute = new long[minutes];
        var clock = Stopwatch.StartNew();
        await bench.AppendAsync(batches.Reader.ReadAllAsync(), count =>
        {
            if ((int)clock.Elapsed.TotalMinutes is var minute && minute < minutes)
                perMinute[minute] += count;
            else
                stop.Cancel();
        });
        await making;
        Console.WriteLine($"{perMinute.Sum(),9} entries in {minutes} min: {perMinute.Sum() / (minutes * 60.0),7:F0}/s (aim 5,000); per minute {string.Join(", ", perMinute)}; first against last {(double)perMinute[0] / perMinute[^1]:F2} (aim 1.10)");
    }

    private static async Task MakeAsync(ChannelWriter<PendingEntry[]> writer, CancellationToken ct)
    {
        for (var i = 1_000_000; !ct.IsCancellationRequested; i += Sequencer.MaxBatch)
        {
            try
            {
                await writer.WriteAsync(AuditBench.Batch(i), ct);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        writer.Complete();
    }
}
