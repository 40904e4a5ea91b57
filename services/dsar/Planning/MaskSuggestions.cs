using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;

namespace Governance.Dsar.Planning;

/// <summary>Masks for a table whose rows stay.</summary>
internal static class MaskSuggestions
{
    /// <summary>The map's masks.</summary>
    public static IReadOnlyList<ColumnMask> FromMap(MappedTable table) =>
        [.. table.Columns.Where(c => c.Masking is not null && !c.Generated).Select(c => Mask(c, c.Masking!))];

    /// <summary>The map's masks and, where personal data has none because the map meant to delete the row, one by the column's type.</summary>
    /// <param name="keyColumns">Columns of keys and references: they hold the rows together and stay.</param>
    public static IReadOnlyList<ColumnMask> Complete(MappedTable table, ISet<string> keyColumns) =>
    [
        .. table.Columns
            .Where(c => !c.Generated && (c.Masking is not null || ((c.Category is not null || c.IdentifierKind is not null) && !keyColumns.Contains(c.Name))))
            .Select(c => Mask(c, c.Masking ?? Suggest(c))),
    ];

    private static ColumnMask Mask(MappedColumn column, Masking masking) => new(column.Name, column.Type, column.MaxLength, column.Nullable, masking);

    private static Masking Suggest(MappedColumn column)
    {
        if (column.Nullable)
            return new(MaskingMethod.Null);
        var type = column.Type.ToLowerInvariant();
        if (type.StartsWith("date", StringComparison.Ordinal) || type.StartsWith("timestamp", StringComparison.Ordinal))
            return new(MaskingMethod.Generalise, "year");
        if (type is "smallint" or "integer" or "bigint" or "real" or "double precision" || type.StartsWith("numeric", StringComparison.Ordinal))
            return new(MaskingMethod.Constant, "0");
        return type switch
        {
            "boolean" => new(MaskingMethod.Constant, "false"),
            "json" or "jsonb" => new(MaskingMethod.Constant, "{}"),
            _ => new(MaskingMethod.Pseudonym),
        };
    }
}
