using Governance.Contracts.Inventory.V1;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Catalog;

/// <summary>Reads the structure of all tables, or of those a plan names, in a handful of statements.</summary>
internal sealed class CatalogReader(NpgsqlConnection connection)
{
    public async Task<StoreCatalog> ReadAllAsync(CancellationToken ct) =>
        await FillAsync(await connection.ListAsync(CatalogQueries.AllTables, ReadTable, ct), toHeirs: false, ct);

    public async Task<StoreCatalog> ReadAsync(IReadOnlyCollection<TableName> names, CancellationToken ct)
    {
        var schemas = names.Select(n => n.Schema).ToArray();
        var tables = names.Select(n => n.Table).ToArray();
        return await FillAsync(await connection.ListAsync(CatalogQueries.NamedTables, ReadTable, ct, schemas, tables), toHeirs: true, ct);
    }

    /// <param name="toHeirs">What points at a table that inherits counts as pointing at the table above too: wanted to know what a deletion meets, not to understand a schema.</param>
    private async Task<StoreCatalog> FillAsync(List<CatalogTable> found, bool toHeirs, CancellationToken ct)
    {
        var partitioned = await PartitionRowsAsync(found, ct);
        var tables = found.Select(t => partitioned.TryGetValue(t.Oid, out var rows) ? t with { RowEstimate = rows } : t).ToDictionary(t => t.Oid);
        var oids = tables.Keys.ToArray();

        foreach (var (oid, column) in await connection.ListAsync(CatalogQueries.Columns, ReadColumn, ct, oids))
        {
            tables[oid].Columns.Add(column);
        }

        foreach (var (oid, check) in await connection.ListAsync(CatalogQueries.Checks, ReadCheck, ct, oids))
        {
            tables[oid].Checks.Add(check);
        }

        foreach (var (oid, primary, key) in await connection.ListAsync(CatalogQueries.Keys, ReadKey, ct, oids))
        {
            tables[oid].UniqueKeys.Add(key);
            if (primary)
            {
                tables[oid].PrimaryKey = key.Terms;
            }
        }

        var references = await connection.ListAsync(CatalogQueries.References, ReadReference, ct, oids, toHeirs);
        return new StoreCatalog(tables.Values.ToDictionary(t => t.Name), references);
    }

    private async Task<Dictionary<uint, long>> PartitionRowsAsync(List<CatalogTable> tables, CancellationToken ct)
    {
        var oids = tables.Where(t => t.RelKind == 'p').Select(t => t.Oid).ToArray();
        return oids.Length == 0
            ? []
            : (await connection.ListAsync(CatalogQueries.PartitionRows, r => (Oid: r.GetFieldValue<uint>(0), Rows: (long)r.GetDouble(1)), ct, oids))
                .ToDictionary(p => p.Oid, p => p.Rows);
    }

    private static CatalogTable ReadTable(NpgsqlDataReader r) =>
        new(r.GetFieldValue<uint>(0), new TableName(r.GetString(1), r.GetString(2)), r.GetChar(3), (long)r.GetDouble(4), r.GetBoolean(5), r.GetBoolean(6));

    private static (uint Oid, CatalogColumn Column) ReadColumn(NpgsqlDataReader r) => (r.GetFieldValue<uint>(0), new CatalogColumn(
        r.GetInt16(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetChar(6), r.GetChar(7), r.GetInt32(8), r.GetBoolean(9),
        r.GetBoolean(10), r.IsDBNull(11) ? null : r.GetString(11), r.GetFieldValue<string[]>(12), r.GetBoolean(13), r.GetBoolean(14)));

    private static (uint Oid, CatalogCheck Check) ReadCheck(NpgsqlDataReader r) =>
        (r.GetFieldValue<uint>(0), new CatalogCheck(r.GetString(1), r.GetString(2), r.GetString(3), r.GetFieldValue<string[]>(4)));

    private static (uint Oid, bool Primary, CatalogKey Key) ReadKey(NpgsqlDataReader r) => (r.GetFieldValue<uint>(0), r.GetBoolean(2), new CatalogKey(
        r.GetString(1), r.GetFieldValue<string[]>(3), r.GetFieldValue<string[]>(4), r.GetFieldValue<string[]>(5), r.GetBoolean(6), r.IsDBNull(7) ? null : r.GetString(7)));

    private static CatalogReference ReadReference(NpgsqlDataReader r) => new(
        r.GetString(0), new TableName(r.GetString(1), r.GetString(2)), r.GetFieldValue<string[]>(5),
        new TableName(r.GetString(3), r.GetString(4)), r.GetFieldValue<string[]>(6), r.GetChar(7), r.GetBoolean(8));
}
