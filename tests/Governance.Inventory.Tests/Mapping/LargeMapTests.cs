using System.Diagnostics;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping;
using Governance.Inventory.Mapping.Checking;

namespace Governance.Inventory.Tests.Mapping;

public sealed class LargeMapTests
{
    [Fact]
    public void Effort_grows_with_the_number_of_tables_and_not_with_its_square()
    {
        var small = Build(200, 500);
        var large = Build(2000, 5000);
        Time(large);

        // Ten times the tables; a square would be a hundred times the effort. The large one takes a few hundred milliseconds of processor time.
        var (once, tenfold) = (Best(small), Best(large));
        Assert.True(tenfold < once * 40, $"{once} grew to {tenfold}");
        Assert.True(tenfold < TimeSpan.FromSeconds(5), $"took {tenfold}");
    }

    private static TimeSpan Best(ScanResult scan) => Enumerable.Range(0, 5).Min(_ => Time(scan));

    private static TimeSpan Time(ScanResult scan)
    {
        var watch = Stopwatch.StartNew();
        Work(scan);
        return watch.Elapsed;
    }

    private static void Work(ScanResult scan)
    {
        var map = MapSuggester.Suggest(scan, Maps.Store).Map;
        Assert.Equal(scan.Tables.Count, map.Tables.Count);
        MapValidator.Check(map);
        MapDrift.Compare(map, scan);
    }

    private static ScanResult Build(int tables, int references)
    {
        var scan = new Scan().Table("customer", "id", "id integer !", "email text ! @user.contact.email");
        for (var i = 1; i < tables; i++)
            scan.Table($"thing_{i}", "id", ["id integer !", "note text", .. Enumerable.Range(0, 10).Select(k => $"ref_{k}_id integer{(i % 2 == 0 ? " !" : "")}")]);
        for (var i = 0; i < references; i++)
        {
            var from = 1 + (i * 7919 % (tables - 1));
            var to = (from * 31 + i) % tables;
            scan.Reference($"thing_{from}", $"ref_{i % 10}_id", to == 0 ? "customer" : $"thing_{to}", "id");
        }

        return scan.Result();
    }
}
