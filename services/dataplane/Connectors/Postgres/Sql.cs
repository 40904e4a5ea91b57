using Governance.Contracts.Inventory.V1;

namespace Governance.DataPlane.Connectors.Postgres;

/// <summary>Names as SQL text. Values never pass through here: they travel as parameters.</summary>
internal static class Sql
{
    public static string Id(string name) =>
        name.Contains('\0', StringComparison.Ordinal)
            ? throw new StoreException(StoreCodes.ColumnMissing)
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Id(TableName table) => $"{Id(table.Schema)}.{Id(table.Table)}";

    public static string Column(string alias, string column) => $"{alias}.{Id(column)}";

    /// <summary>A value handed over beforehand with <c>set_config</c>, so that it also reaches COPY, which takes no parameters.</summary>
    public static string Setting(string name) => $"current_setting('governance.{name}')";

    public static string Equal(string left, IReadOnlyList<string> leftColumns, string right, IReadOnlyList<string> rightColumns) =>
        leftColumns.Count == rightColumns.Count && leftColumns.Count > 0
            ? string.Join(" AND ", leftColumns.Zip(rightColumns, (l, r) => $"{Column(left, l)} = {Column(right, r)}"))
            : throw new StoreException(StoreCodes.ColumnMissing);
}
