using Governance.Contracts.Inventory.V1;

namespace Governance.Dsar.Planning;

internal static class IdentifierKinds
{
    private static readonly HashSet<string> WithoutCase = new(["email", "user-name", "username", "login"], StringComparer.Ordinal);

    // A household shares these: found in one person's row, they may lead to another person's.
    private static readonly HashSet<string> SharedByNature =
        new(["phone", "fax", "name", "full-name", "address", "postal-code", "date-of-birth", "ip-address", "device"], StringComparer.Ordinal);

    public static bool IgnoresCase(string kind) => WithoutCase.Contains(kind);

    /// <summary>The kind under which a subject row's value may lead on to rows in other tables and stores, or null.</summary>
    public static string? Linking(MappedTable table, MappedColumn column)
    {
        if (column.IdentifierKind is not { } kind)
            return null;
        return !SharedByNature.Contains(kind) || IsKey(table, column.Name) ? kind : null;
    }

    private static bool IsKey(MappedTable table, string column) =>
        table.PrimaryKey is [var only] && only == column || table.UniqueKeys.Any(key => key is [var single] && single == column);
}
