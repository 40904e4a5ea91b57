using Governance.Contracts.Inventory.V1;
using Governance.DataPlane.Tests.Support;

namespace Governance.DataPlane.Tests.Scanning;

public sealed class ScanTests
{
    [Fact]
    public async Task Awkward_structures_are_described_as_they_are()
    {
        await using var store = await TestStore.CreateAsync(AwkwardSchema.Sql + "CREATE VIEW people AS SELECT \"eMail\" FROM \"Customer Table\";");
        var scan = await ScanAsync(store);

        ScannedTable Table(string name) => scan.Tables.Single(t => t.Name == name);
        ScannedColumn Column(string table, string name) => Table(table).Columns.Single(c => c.Name == name);
        Assert.Equal(["Customer Table", "address", "event", "line_discount", "message", "order", "order_line", "people", "visit_log"], scan.Tables.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("partitioned", 3L), (Table("event").Kind, Table("event").RowEstimate));
        Assert.Equal("view", Table("people").Kind);
        Assert.Equal(["order_id", "line_no"], Table("order_line").PrimaryKey);
        Assert.Empty(Table("visit_log").PrimaryKey);
        Assert.Contains(Table("Customer Table").UniqueKeys, k => k is ["eMail"]);
        Assert.Contains(Table("Customer Table").UniqueKeys, k => k is [var term] && term.Contains("lower(", StringComparison.Ordinal));
        Assert.True(Column("Customer Table", "search").Generated);
        Assert.Equal(("character varying", 12, false), (Column("Customer Table", "customer_number").Type, Column("Customer Table", "customer_number").MaxLength, Column("Customer Table", "customer_number").Nullable));
        Assert.Contains("VALUE", Assert.Single(Column("Customer Table", "customer_number").CheckConstraints), StringComparison.Ordinal);
        Assert.Contains("age > 0", Assert.Single(Column("Customer Table", "age").CheckConstraints), StringComparison.Ordinal);
        var composite = scan.References.Single(r => r.From.Table == "line_discount");
        Assert.Equal(["order_id", "line_no"], composite.ToColumns);
        Assert.Equal("restrict", composite.OnDelete);
        Assert.Contains(scan.References, r => r.From == r.To && r.From.Table == "message");
        Assert.Empty(scan.Gaps);
    }

    [Fact]
    public async Task Awkward_columns_are_classified_also_inside_json()
    {
        await using var store = await TestStore.CreateAsync(AwkwardSchema.Sql);
        var scan = await ScanAsync(store);

        Assert.Equal("user.contact.email", Category(scan, "Customer Table", "eMail"));
        Assert.Equal("user.contact.phone_number", Category(scan, "Customer Table", "profile"));
        Assert.Equal("user.contact.email", Category(scan, "visit_log", "customer_email"));
        Assert.Equal("user.device.ip_address", Category(scan, "visit_log", "ip"));
        Assert.Equal("user.contact.address.street", Category(scan, "address", "street"));
    }

    [Fact]
    public async Task A_table_that_may_not_be_read_is_a_gap_and_still_described()
    {
        await using var store = await TestStore.CreateAsync(AwkwardSchema.Sql);
        var login = await store.RoleAsync("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {0}", "REVOKE ALL ON visit_log FROM {0}");
        await using var session = await store.OpenAsync(login);
        var scan = await session.ScanAsync(CancellationToken.None);

        Assert.Equal(new ScanGap(new TableName("public", "visit_log"), "permission-denied"), Assert.Single(scan.Gaps));
        Assert.Contains(scan.Tables, t => t.Name == "visit_log" && t.Columns.Count == 3);
    }

    [Fact]
    public async Task Chinook_finds_people_and_leaves_music_alone()
    {
        await using var store = await TestStore.ChinookAsync();
        var scan = await ScanAsync(store);

        foreach (var (table, column, category) in new[]
        {
            ("customer", "first_name", "user.name.first"), ("customer", "last_name", "user.name.last"), ("customer", "email", "user.contact.email"),
            ("customer", "phone", "user.contact.phone_number"), ("customer", "fax", "user.contact.phone_number"), ("customer", "address", "user.contact.address.street"),
            ("customer", "city", "user.contact.address.city"), ("customer", "state", "user.contact.address.state"), ("customer", "country", "user.contact.address.country"),
            ("customer", "postal_code", "user.contact.address.postal_code"), ("employee", "birth_date", "user.demographic.date_of_birth"), ("employee", "title", "user.job_title"),
            ("invoice", "billing_address", "user.contact.address.street"), ("invoice", "billing_postal_code", "user.contact.address.postal_code"),
        })
        {
            Assert.Equal((column, category), (column, Category(scan, table, column)));
        }

        string[] people = ["customer", "employee", "invoice"];
        Assert.Empty(scan.Tables.Where(t => !people.Contains(t.Name)).SelectMany(t => t.Columns.Where(c => c.Classification is not null).Select(c => $"{t.Name}.{c.Name}")));
        Assert.Null(Category(scan, "employee", "hire_date"));
        Assert.Equal(59, scan.Tables.Single(t => t.Name == "customer").RowEstimate);
    }

    private static async Task<Connectors.StoreScan> ScanAsync(TestStore store)
    {
        await using var session = await store.OpenAsync();
        return await session.ScanAsync(CancellationToken.None);
    }

    private static string? Category(Connectors.StoreScan scan, string table, string column) =>
        scan.Tables.Single(t => t.Name == table).Columns.Single(c => c.Name == column).Classification?.Category;
}
