using System.Diagnostics;
using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Dsar.Planning;

namespace Governance.Benchmarks.Planning;

/// <summary>Time to plan an erasure over 200 to 2,000 tables with 2.5 references each. Baseline: one pass over the same map with a dictionary.</summary>
internal static class PlanningBenchmark
{
    private const int Rounds = 15;

    public static Task RunAsync()
    {
        var perTable = new List<double>();
        foreach (var tables in (int[])[200, 500, 1000, 2000])
        {
            var map = Map(tables, tables * 5 / 2);
            var baseline = Median(() => map.References.GroupBy(r => r.To).ToDictionary(g => g.Key, g => g.Count()).Count);
            var steps = 0;
            var time = Median(() => steps = Planner.Plan([map], ["email"], RequestType.Erasure, Guid.Empty, Guid.Empty).Stores.Sum(s => s.Steps.Count));
            perTable.Add(time / tables);
            Console.WriteLine($"{tables,5} tables {map.References.Count,5} references: {time,8:F2} ms for {steps} steps   {time / baseline,6:F1} x one pass over the map");
        }
        Console.WriteLine($"time per table, 2,000 against 200 tables: {perTable[^1] / perTable[0]:F2} x (1 is linear; aim under 1 s for 2,000)");
        return Task.CompletedTask;
    }

    internal static double Median(Func<int> work, int rounds = Rounds)
    {
        var times = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            var clock = Stopwatch.StartNew();
            work();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }
        return Suite.Percentile(times, 0.5);
    }

    /// <summary>One subject table; each further table points at earlier ones, some at itself, some in cycles. The same every time.</summary>
    private static DataMap Map(int tables, int references)
    {
        // Not for secrets: the layout only has to be the same in every run.
#pragma warning disable CA5394
        var random = new Random(17);
        var all = Enumerable.Range(0, tables).Select(i => Table(i)).ToList();
        var links = new List<MappedReference>();
        for (var i = 1; i < tables; i++)
            links.Add(Reference(all, i, random.Next(i), links.Count));
        while (links.Count < references)
            links.Add(Reference(all, random.Next(1, tables), random.Next(tables), links.Count));
#pragma warning restore CA5394
        return new DataMap(Guid.Empty, "bench", "postgresql", "env:NONE", "eu", 1, all, links);
    }

    private static MappedTable Table(int i) =>
        new("public", $"t{i}", "table", 1000, ["id"], [], i == 0 ? "customer" : null, i % 7 == 3 ? ErasureAction.Mask : ErasureAction.Delete, null, false, [], [], null,
            [.. Columns(i)], DecisionState.Confirmed);

    private static IEnumerable<MappedColumn> Columns(int i)
    {
        yield return new("id", "bigint", false, null, false, null, 0, [], null, null, DecisionState.Confirmed);
        yield return new("email", "text", true, null, false, "user.contact.email", 1, [], i == 0 ? "email" : null, new Masking(MaskingMethod.Null), DecisionState.Confirmed);
        for (var c = 0; c < 8; c++)
            yield return new($"c{c}", "text", true, null, false, null, 0, [], null, null, DecisionState.Confirmed);
    }

    private static MappedReference Reference(List<MappedTable> tables, int from, int to, int number) =>
        new($"fk{number}", tables[from].FullName, [$"c{number % 8}"], tables[to].FullName, ["id"], "no-action", false, true, true, true, false, DecisionState.Confirmed);
}
