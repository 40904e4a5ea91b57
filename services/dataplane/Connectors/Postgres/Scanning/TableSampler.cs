using Governance.DataPlane.Connectors.Postgres.Catalog;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Scanning;

/// <summary>A few rows of a table as text, kept in memory only as long as its columns are classified.</summary>
internal sealed class TableSampler(NpgsqlConnection connection, StoreLimits limits)
{
    private const int LongestValue = 500;
    private const long LargeTable = 50_000;
    private const long CountLimit = 100_000;

    public async Task<TableSample> SampleAsync(CatalogTable table, CancellationToken ct)
    {
        var columns = table.Columns.Where(c => c.CanSelect && c.TypeName != "bytea").ToArray();
        if (columns.Length == 0)
        {
            return TableSample.None(table.RowEstimate);
        }

        var rows = table.RowEstimate > LargeTable && table.HasRowAddress ? await ReadAsync(table, columns, Share(table), ct) : [];
        if (rows.Count < limits.SampleRows / 2)
        {
            rows = await ReadAsync(table, columns, "", ct);
        }

        var count = await CountAsync(table, rows.Count, ct);
        var values = columns.Select((c, i) => (c.Name, Values: rows.Select(r => r[i]).OfType<string>().ToArray()));
        return new TableSample(count, values.ToDictionary(v => v.Name, v => v.Values));
    }

    private Task<List<string?[]>> ReadAsync(CatalogTable table, CatalogColumn[] columns, string share, CancellationToken ct)
    {
        var list = string.Join(", ", columns.Select(c => $"left({Sql.Id(c.Name)}::text, {LongestValue})"));
        return connection.ListAsync(
            $"SELECT {list} FROM {Sql.Id(table.Name)}{share} LIMIT {limits.SampleRows}",
            r => Enumerable.Range(0, columns.Length).Select(i => r.IsDBNull(i) ? null : r.GetString(i)).ToArray(),
            ct);
    }

    private string Share(CatalogTable table)
    {
        var percent = Math.Clamp(200.0 * limits.SampleRows / table.RowEstimate, 0.001, 100);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $" TABLESAMPLE SYSTEM ({percent:0.####}) REPEATABLE (7)");
    }

    private async Task<long> CountAsync(CatalogTable table, int sampled, CancellationToken ct)
    {
        if (sampled < limits.SampleRows)
        {
            return sampled;
        }

        return table.RowEstimate > 0
            ? table.RowEstimate
            : await connection.ScalarAsync<long>($"SELECT count(*) FROM (SELECT 1 FROM {Sql.Id(table.Name)} LIMIT {CountLimit}) c", ct);
    }
}

/// <param name="Rows">Number of rows, estimated for large tables.</param>
internal sealed record TableSample(long Rows, IReadOnlyDictionary<string, string[]> ByColumn)
{
    public static TableSample None(long rows) => new(rows, new Dictionary<string, string[]>());

    public IReadOnlyList<string> Values(string column) => ByColumn.GetValueOrDefault(column) ?? [];
}
