using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Inventory.DataStores;
using Governance.Inventory.Mapping;
using Governance.Inventory.Maps;
using Governance.Inventory.Scans;
using Microsoft.EntityFrameworkCore;

namespace Governance.Benchmarks.Portal;

/// <summary>One store of 250 tables with 20 columns each, scanned and not yet reviewed, straight into the service's database.</summary>
internal static class MapSeed
{
    private const int ColumnsPerTable = 20;

    private static readonly (string Name, string Type, string? Category)[] Kinds =
    [
        ("email", "text", "user.contact.email"), ("first_name", "text", "user.name.first"), ("phone", "text", "user.contact.phone_number"), ("city", "text", "user.contact.address.city"),
        ("amount", "numeric", null), ("created_at", "timestamptz", null), ("note", "text", null), ("status", "text", null),
    ];

    /// <returns>Id of the store.</returns>
    public static async Task<Guid> FillAsync(string database, int columns)
    {
        var now = TimeProvider.System.GetUtcNow();
        var store = new DataStore
        {
            Id = Guid.CreateVersion7(now), Name = "warehouse", Kind = "postgresql", SecretReference = "env:WAREHOUSE", Region = "EU", OwnerId = "owner", CreatedAt = now, UpdatedAt = now,
        };
        var scan = new Scan { Id = Guid.CreateVersion7(now), DataStoreId = store.Id, RequestedBy = "bench", RequestedAt = now };
        var tables = Enumerable.Range(0, columns / ColumnsPerTable).Select(Table).ToList();
        var references = Enumerable.Range(1, tables.Count - 1).Select(i => new ScannedReference(
            $"fk_{i}", new TableName("public", tables[i].Name), ["parent_id"], new TableName("public", tables[i / 3].Name), ["id"], "no-action", false)).ToList();
        var result = new ScanResult(scan.Id, store.Id, "postgresql", now, tables, references, []);
        scan.Complete(tables.Count, 0, [], now);
        var suggested = MapSuggester.Suggest(result, new StoreInfo(store.Id, store.Name, store.Kind, store.SecretReference, store.Region));

        await using var db = new InventoryDbContext(new DbContextOptionsBuilder<InventoryDbContext>().UseNpgsql(database).Options);
        db.AddRange(store, scan, StoreMap.Start(scan, result, suggested, now));
        await db.SaveChangesAsync();
        return store.Id;
    }

    private static ScannedTable Table(int number)
    {
        var columns = new List<ScannedColumn> { Column("id", "integer", null), Column("parent_id", "integer", null) };
        for (var i = 0; columns.Count < ColumnsPerTable; i++)
        {
            var (name, type, category) = Kinds[(i + number) % Kinds.Length];
            columns.Add(Column($"{name}_{i}", type, category));
        }
        return new ScannedTable("public", $"department_{number:d3}", "table", 10_000 + number, columns, ["id"], []);
    }

    private static ScannedColumn Column(string name, string type, string? category) =>
        new(name, type, name != "id", null, false, [], category is null ? null : new Classification(category, 0.9, [$"name:{name}"]));
}
