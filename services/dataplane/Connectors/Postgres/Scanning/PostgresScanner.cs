using Governance.Contracts.Inventory.V1;
using Governance.DataPlane.Classifying;
using Governance.DataPlane.Connectors.Postgres.Catalog;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Scanning;

/// <summary>Structure from the catalog, classification from names, types and a bounded sample of each table.</summary>
internal sealed class PostgresScanner(NpgsqlConnection connection, StoreLimits limits, Classifier classifier)
{
    public async Task<StoreScan> ScanAsync(CancellationToken ct)
    {
        var catalog = await new CatalogReader(connection).ReadAllAsync(ct);
        var sampler = new TableSampler(connection, limits);
        await connection.StatementTimeoutAsync(limits.SampleSeconds, ct);

        var tables = new List<ScannedTable>(catalog.Tables.Count);
        var gaps = new List<ScanGap>();
        foreach (var table in catalog.Tables.Values)
        {
            var sample = await SampleAsync(sampler, table, gaps, ct);
            tables.Add(Describe(table, sample));
        }

        return new StoreScan(tables, [.. catalog.References.Where(r => Known(catalog, r)).Select(Describe)], gaps);
    }

    private static async Task<TableSample> SampleAsync(TableSampler sampler, CatalogTable table, List<ScanGap> gaps, CancellationToken ct)
    {
        if (!table.CanSelect)
        {
            gaps.Add(new ScanGap(table.Name, StoreCodes.PermissionDenied));
            return TableSample.None(table.RowEstimate);
        }

        try
        {
            return await sampler.SampleAsync(table, ct);
        }
        catch (Exception e) when (PostgresErrors.Code(e, ct) is { } code && code != StoreCodes.Unreachable)
        {
            gaps.Add(new ScanGap(table.Name, code));
            return TableSample.None(table.RowEstimate);
        }
    }

    private ScannedTable Describe(CatalogTable table, TableSample sample)
    {
        var siblings = table.Columns.Select(c => c.Name).ToArray();
        var columns = table.Columns.Select(c => new ScannedColumn(
            c.Name,
            c.DisplayType,
            !c.NotNull,
            c.MaxLength,
            c.Generated,
            [.. table.Checks.Where(k => k.Columns.Contains(c.Name)).Select(k => k.Definition), .. c.DomainChecks],
            classifier.Classify(new ColumnProfile(table.Name.Table, c.Name, c.TypeName, siblings, sample.Values(c.Name)))));

        return new ScannedTable(
            table.Name.Schema,
            table.Name.Table,
            table.Kind,
            sample.Rows,
            [.. columns],
            table.PrimaryKey,
            [.. table.UniqueKeys.Where(k => k.Predicate is null && !k.Terms.SequenceEqual(table.PrimaryKey)).Select(k => k.Terms)]);
    }

    private static ScannedReference Describe(CatalogReference r) => new(r.Name, r.From, r.FromColumns, r.To, r.ToColumns, r.OnDeleteName, r.Deferrable);

    private static bool Known(StoreCatalog catalog, CatalogReference r) => catalog.Find(r.From) is not null && catalog.Find(r.To) is not null;
}
