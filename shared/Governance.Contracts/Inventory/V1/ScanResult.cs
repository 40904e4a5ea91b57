namespace Governance.Contracts.Inventory.V1;

/// <summary>What a scan of one data store found. Never holds a value of a row.</summary>
public sealed record ScanResult(
    Guid ScanId,
    Guid DataStoreId,
    string StoreKind,
    DateTimeOffset ScannedAt,
    IReadOnlyList<ScannedTable> Tables,
    IReadOnlyList<ScannedReference> References,
    IReadOnlyList<ScanGap> Gaps);

/// <param name="Kind"><c>table</c>, <c>partitioned</c>, <c>view</c> or <c>foreign</c>. Partitions are part of their parent and not listed.</param>
/// <param name="RowEstimate">The store's own estimate, -1 when it has none.</param>
/// <param name="PrimaryKey">Column names in key order; empty when the table has none.</param>
/// <param name="UniqueKeys">Column lists of the other unique constraints and indexes.</param>
public sealed record ScannedTable(
    string Schema,
    string Name,
    string Kind,
    long RowEstimate,
    IReadOnlyList<ScannedColumn> Columns,
    IReadOnlyList<string> PrimaryKey,
    IReadOnlyList<IReadOnlyList<string>> UniqueKeys);

/// <param name="Type">The store's own type name, for example <c>character varying</c> or <c>integer</c>.</param>
/// <param name="MaxLength">In characters, where the type has a limit.</param>
/// <param name="Generated">Computed by the store: can't be written.</param>
/// <param name="CheckConstraints">Definitions of the check constraints that mention the column.</param>
public sealed record ScannedColumn(
    string Name,
    string Type,
    bool Nullable,
    int? MaxLength,
    bool Generated,
    IReadOnlyList<string> CheckConstraints,
    Classification? Classification);

/// <param name="Category">Fideslang data category, for example <c>user.contact.email</c>.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Evidence">Codes and shares that led there, for example <c>name:email</c>, <c>values:email-shape 0.98</c>. Never a value.</param>
public sealed record Classification(string Category, double Confidence, IReadOnlyList<string> Evidence);

/// <summary>A foreign key: <c>From.FromColumns</c> point at <c>To.ToColumns</c>, position by position.</summary>
/// <param name="OnDelete"><c>no-action</c>, <c>restrict</c>, <c>cascade</c>, <c>set-null</c> or <c>set-default</c>.</param>
public sealed record ScannedReference(
    string Name,
    TableName From,
    IReadOnlyList<string> FromColumns,
    TableName To,
    IReadOnlyList<string> ToColumns,
    string OnDelete,
    bool Deferrable);

public sealed record TableName(string Schema, string Table)
{
    public override string ToString() => $"{Schema}.{Table}";
}

/// <param name="Code">For example <c>permission-denied</c>, <c>timeout</c>.</param>
public sealed record ScanGap(TableName Table, string Code);
