using Governance.Benchmarks.Audit;
using Governance.Benchmarks.Consent;
using Governance.Benchmarks.Messaging;
using Governance.Benchmarks.Planning;
using Governance.Benchmarks.Portal;
using Governance.Benchmarks.Stores;

namespace Governance.Benchmarks;

/// <summary>Speed as ratios to a baseline of the same run. Prints a table; asserts nothing.</summary>
internal static class Suite
{
    private static readonly Dictionary<string, Func<Task>> Benchmarks = new()
    {
        ["messaging"] = MessagingBenchmark.RunAsync,
        ["export"] = StoreBenchmark.ExportAsync,
        ["erase"] = StoreBenchmark.EraseAsync,
        ["planning"] = PlanningBenchmark.RunAsync,
        ["mapping"] = MappingBenchmark.RunAsync,
        ["consent"] = ConsentBenchmark.RunAsync,
        ["consent-import"] = ImportMeasure.RunAsync,
        ["audit-append"] = AppendBenchmark.RunAsync,
        ["audit-sustain"] = SustainBenchmark.RunAsync,
        ["audit-proof"] = ProofBenchmark.RunAsync,
        ["audit-fsck"] = FsckBenchmark.RunAsync,
        ["audit-verify"] = VerifyBenchmark.RunAsync,
        ["portal"] = PortalBenchmark.RunAsync,
    };

    public static IReadOnlyList<string> All => [.. Benchmarks.Keys];

    public static async Task<int> RunAsync(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (!Benchmarks.TryGetValue(name, out var run))
            {
                Console.Error.WriteLine($"There is no benchmark '{name}'. There are: {string.Join(", ", All)}.");
                return 2;
            }
            Console.WriteLine($"## {name}");
            await run();
            Console.WriteLine();
        }
        return 0;
    }

    public static double Percentile(List<double> values, double share)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : values[Math.Min(values.Count - 1, (int)(values.Count * share))];
    }
}
