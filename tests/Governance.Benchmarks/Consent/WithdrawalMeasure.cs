using System.Diagnostics;
using Governance.Benchmarks.Audit;

namespace Governance.Benchmarks.Consent;

/// <summary>Four processes that have all just allowed from their caches: how long a withdrawal takes until it is answered, and whether any of them allows after that.</summary>
internal static class WithdrawalMeasure
{
    private const int WarmUp = 20;

    public static async Task RunAsync(ConsentBench bench)
    {
        var rounds = AuditBench.Setting("BENCH_CONSENT_ROUNDS", 300);
        List<ConsentProcess> all = [];
        for (var i = 0; i < 4; i++)
            all.Add(await bench.StartAsync());
        List<double> times = [];
        var allowed = 0;
        for (var round = 0; round < rounds + WarmUp; round++)
        {
            var person = $"leaver{round}@example.org";
            await ConsentBench.SendAsync(all[round % 4].Client, "/v1/records", ConsentBench.Record(person, "give"));
            if ((await AskAsync(all, person)).Contains(false))
                throw new InvalidOperationException("A consent that was answered is not in effect everywhere.");
            var clock = Stopwatch.StartNew();
            await ConsentBench.SendAsync(all[(round + 1) % 4].Client, "/v1/records", ConsentBench.Record(person, "withdraw"));
            if (round >= WarmUp)
                times.Add(clock.Elapsed.TotalMilliseconds);
            allowed += (await AskAsync(all, person)).Count(a => a);
        }
        foreach (var instance in all)
            instance.Dispose();
        Console.WriteLine($"withdrawal, 4 processes      p50 {Suite.Percentile(times, 0.5):F1} ms, p99 {Suite.Percentile(times, 0.99):F1} ms (aim under 250) until it is in effect in all; {rounds} rounds; allowed afterwards: {allowed} of {(rounds + WarmUp) * 4} (must be 0)");
    }

    private static Task<bool[]> AskAsync(List<ConsentProcess> all, string person) =>
        Task.WhenAll(all.Select(async i => (await ConsentBench.SendAsync(i.Client, "/v1/decisions", ConsentBench.Decide(person))).GetProperty("allowed").GetBoolean()));
}
