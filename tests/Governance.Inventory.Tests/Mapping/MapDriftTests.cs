using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping;
using Governance.Inventory.Mapping.Checking;

namespace Governance.Inventory.Tests.Mapping;

public sealed class MapDriftTests
{
    private static Scan Before() => new Scan()
        .Table("customer", "id", ["id integer !", "email varchar(60) ! @user.contact.email", "note text"])
        .Table("old", "id", "id integer !", "customer_id integer !")
        .Table("order", "id", "id integer !", "customer_id integer !")
        .Reference("old", "customer_id", "customer", "id").Reference("order", "customer_id", "customer", "id");

    private static Scan After() => new Scan()
        .Table("customer", "id", ["email"], ["id integer !", "email varchar(80) ! @user.contact.email", "note text !", "phone text @user.contact.phone_number"])
        .Table("order", "id", "id integer !", "customer_id integer !", "weight numeric")
        .Table("invoice", "id", "id integer !", "customer_id integer !")
        .Reference("order", "customer_id", "customer", "id", "cascade").Reference("invoice", "customer_id", "customer", "id");

    [Fact]
    public void The_same_scan_again_is_no_drift()
    {
        Assert.Empty(MapDrift.Compare(Maps.Suggest(ShopScan.Build()).Confirmed(), ShopScan.Build().Result()));
        Assert.Empty(MapDrift.Compare(Maps.Suggest(ChinookScan.Build()).Confirmed(), ChinookScan.Build().Result()));
    }

    [Fact]
    public void Every_change_is_named_once()
    {
        var drift = MapDrift.Compare(Maps.Suggest(Before()).Confirmed(), After().Result());
        Assert.Equal(
            ["column-added order.weight", "column-nullability-changed customer.note", "column-type-changed customer.email", "new-personal-data customer.phone",
                "reference-added invoice.invoice_customer_id_fkey", "reference-removed old.old_customer_id_fkey", "reference-rule-changed order.order_customer_id_fkey",
                "table-added invoice.", "table-removed old.", "unique-keys-changed customer."],
            drift.Select(d => $"{d.Kind} {d.Table}.{d.Subject}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_table_that_could_not_be_read_is_not_called_removed()
    {
        var scan = Before().Result();
        var partial = scan with { Tables = [.. scan.Tables.Where(t => t.Name != "old")], References = [.. scan.References.Skip(1)], Gaps = [new ScanGap(new TableName("public", "old"), "permission-denied")] };
        Assert.Contains(MapDrift.Compare(Maps.Suggest(Before()).Confirmed(), partial), d => d is { Kind: "table-not-read", Table: "old" });
    }

    [Fact]
    public void A_rescan_keeps_decisions_that_still_fit_and_reopens_the_rest()
    {
        var confirmed = Maps.Suggest(Before()).Confirmed();
        confirmed = confirmed with { Tables = [.. confirmed.Tables.Select(t => t.Name == "order" ? t with { Action = ErasureAction.Mask, Purposes = ["essential"], Decision = DecisionState.Changed } : t)] };

        var next = MapSuggester.Suggest(After().Result(), Maps.Store, confirmed).Map;

        Assert.Equal((ErasureAction.Mask, DecisionState.Changed), (next.Table("order").Action, next.Table("order").Decision));
        Assert.Equal(["essential"], next.Table("order").Purposes);
        Assert.Equal(DecisionState.Suggested, next.Table("customer").Decision);
        Assert.Equal(DecisionState.Confirmed, next.Column("customer", "id").Decision);
        Assert.Equal(DecisionState.Suggested, next.Column("customer", "email").Decision);
        Assert.Equal(DecisionState.Suggested, next.Column("customer", "phone").Decision);
        Assert.Equal(DecisionState.Suggested, next.Reference("order", "customer_id").Decision);
        Assert.Equal(ErasureAction.Retain, next.Table("invoice").Action);
    }

    [Fact]
    public void A_suggestion_made_again_from_its_own_decisions_does_not_move()
    {
        foreach (var scan in new[] { ShopScan.Build(), ChinookScan.Build() })
        {
            var confirmed = Maps.Suggest(scan).Confirmed();
            var again = MapSuggester.Suggest(scan.Result(), Maps.Store, confirmed).Map with { Version = 1 };
            Assert.Equal(System.Text.Json.JsonSerializer.Serialize(confirmed), System.Text.Json.JsonSerializer.Serialize(again));
        }
    }

    [Fact]
    public void A_human_who_names_another_subject_moves_what_follows_from_it()
    {
        var scan = new Scan()
            .Table("abc", "id", "id integer !", "code text !")
            .Table("xyz", "id", "id integer !", "abc_ref integer !")
            .Reference("xyz", "abc_ref", "abc", "id");
        var first = Maps.Suggest(scan);
        Assert.Empty(first.Subjects());
        var changed = first with { Tables = [first.Table("abc") with { SubjectKind = "customer", Reference = false, Action = ErasureAction.Delete, Decision = DecisionState.Changed }, first.Table("xyz")] };

        var next = MapSuggester.Suggest(scan.Result(), Maps.Store, changed).Map;

        Assert.True(next.Reference("xyz", "abc_ref").FollowToChildren);
        Assert.Equal(ErasureAction.Delete, next.Table("xyz").Action);
    }
}
