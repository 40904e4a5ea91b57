using Governance.Contracts.Inventory.V1;
using Governance.Dpia.Living;

namespace Governance.Dpia.Tests.Living;

public sealed class MapDiffTests
{
    private static readonly MappedTable Before = FakeInventory.Table("member", 1_500, "customer", ("email", "user.contact.email"), ("note", null), ("phone", "user.contact.phone_number"));

    public static TheoryData<string, string> Changes => new()
    {
        { "region", "region-changed" }, { "gone", "table-removed" }, { "subject", "subject-changed" }, { "action", "erasure-changed" }, { "grown", "grown-tenfold" },
        { "personal", "new-personal-data" }, { "impersonal", "no-longer-personal" }, { "category", "category-changed" }, { "column gone", "column-removed" }, { "shape", "" }, { "rows", "" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_that_bears_on_people_is_named_and_no_other(string what, string change)
    {
        var after = what switch
        {
            "subject" => Before with { SubjectKind = "employee" },
            "action" => Before with { Action = ErasureAction.Retain, Retention = new("legal-obligation", "Art. 17", "P10Y", "invoice issued") },
            "grown" => Before with { RowEstimate = 15_000 },
            "rows" => Before with { RowEstimate = 14_999 },
            "personal" => With("note", c => c with { Category = "user.content" }),
            "impersonal" => With("phone", c => c with { Category = null }),
            "category" => With("email", c => c with { Category = "user.name" }),
            "column gone" => Before with { Columns = [.. Before.Columns.Where(c => c.Name != "phone")] },
            "shape" => With("note", c => c with { Type = "integer", Nullable = false, MaxLength = 5 }) with { PrimaryKey = [] },
            _ => Before,
        };
        var changes = MapDiff.Compare(Map("EU", Before), Map(what == "region" ? "US" : "EU", what == "gone" ? [] : [after]));
        Assert.Equal(change.Length == 0 ? [] : [change], changes.Select(c => c.Change));
    }

    private static MappedTable With(string column, Func<MappedColumn, MappedColumn> change) =>
        Before with { Columns = [.. Before.Columns.Select(c => c.Name == column ? change(c) : c)] };

    private static DataMap Map(string region, params MappedTable[] tables) => new(Guid.Empty, "shop", "postgresql", "env:X", region, 1, tables, []);
}
