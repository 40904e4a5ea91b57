using Governance.Inventory.Mapping;
using Governance.Inventory.Mapping.Checking;

namespace Governance.Inventory.Tests.Mapping;

/// <summary>How the effort grows is measured by the benchmark "mapping".</summary>
public sealed class LargeMapTests
{
    [Fact]
    public void Two_thousand_tables_and_five_thousand_references_are_mapped_checked_and_compared()
    {
        var scan = new Scan().Table("customer", "id", "id integer !", "email text ! @user.contact.email");
        for (var i = 1; i < 2000; i++)
            scan.Table($"thing_{i}", "id", ["id integer !", "note text", .. Enumerable.Range(0, 10).Select(k => $"ref_{k}_id integer{(i % 2 == 0 ? " !" : "")}")]);
        for (var i = 0; i < 5000; i++)
        {
            var from = 1 + (i * 7919 % 1999);
            var to = (from * 31 + i) % 2000;
            scan.Reference($"thing_{from}", $"ref_{i % 10}_id", to == 0 ? "customer" : $"thing_{to}", "id");
        }

        var result = scan.Result();
        var map = MapSuggester.Suggest(result, Maps.Store).Map;

        Assert.Equal(2000, map.Tables.Count);
        Assert.Equal(5000, map.References.Count);
        Assert.Empty(MapDrift.Compare(map, result));
        MapValidator.Check(map);
    }
}
