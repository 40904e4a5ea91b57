using System.Diagnostics;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping;
using Governance.Inventory.Mapping.Checking;

namespace Governance.Benchmarks.Planning;

/// <summary>Time to suggest, check and compare a map of 200 to 2,000 tables with 2.5 references each. Baseline: one pass over the scan's columns.</summary>
internal static class MappingBenchmark
{
    private const int Rounds = 5;

    public static Task RunAsync()
    {
        var perTable = new List<double>();
        foreach (var tables in (int[])[200, 500, 1000, 2000])
        {
            var scan = Scan(tables);
            var baseline = PlanningBenchmark.Median(() => scan.Tables.SelectMany(t => t.Columns).GroupBy(c => c.Name).ToDictionary(g => g.Key, g => g.Count()).Count, Rounds);
            var time = PlanningBenchmark.Median(() => Work(scan), Rounds);
            perTable.Add(time / tables);
            Console.WriteLine($"{tables,5} tables {scan.References.Count,5} references: {time,8:F2} ms   {time / baseline,6:F1} x one pass over the columns");
        }

        Console.WriteLine($"time per table, 2,000 against 200 tables: {perTable[^1] / perTable[0]:F2} x (1 is linear)");
        return Task.CompletedTask;
    }

    private static int Work(ScanResult scan)
    {
        var map = MapSuggester.Suggest(scan, new StoreInfo(scan.DataStoreId, "bench", "postgresql", "env:NONE", "EU")).Map;
        return MapValidator.Check(map).Count + MapDrift.Compare(map, scan).Count;
    }

    private static ScanResult Scan(int tables) =>
        new(Guid.Empty, Guid.Empty, "postgresql", DateTimeOffset.UnixEpoch, [.. Enumerable.Range(0, tables).Select(Table)], [.. Enumerable.Range(0, tables * 5 / 2).Select(i => Reference(i, tables))], []);

    private static ScannedTable Table(int i) => new("public", $"t{i}", "table", 100, [
        new("id", "integer", false, null, false, [], null),
        new("email", "text", true, null, false, [], i == 0 ? new Classification("user.contact.email", 0.9, ["name:email"]) : null),
        .. Enumerable.Range(0, 10).Select(k => new ScannedColumn($"ref_{k}_id", "integer", i % 2 == 1, null, false, [], null)),
    ], ["id"], []);

    private static ScannedReference Reference(int i, int tables)
    {
        var from = 1 + (i * 7919 % (tables - 1));
        return new($"fk{i}", new TableName("public", $"t{from}"), [$"ref_{i % 10}_id"], new TableName("public", $"t{((from * 31) + i) % tables}"), ["id"], "no-action", false);
    }
}
