namespace Governance.Contracts.Inventory.V1;

/// <summary>A data store's map in one version: what the scan found plus what a human decided.</summary>
/// <param name="Version">0 for a draft; counted from 1 for confirmed maps.</param>
public sealed record DataMap(
    Guid DataStoreId,
    string DataStoreName,
    string StoreKind,
    string SecretReference,
    string Region,
    int Version,
    IReadOnlyList<MappedTable> Tables,
    IReadOnlyList<MappedReference> References);

/// <param name="SubjectKind">Fideslang subject (<c>customer</c>, <c>employee</c>, <c>patient</c> …) when each row is one person; otherwise null.</param>
/// <param name="Action">What erasure does to rows of this table that belong to the person.</param>
/// <param name="Retention">Why and how long, when <paramref name="Action"/> is <see cref="ErasureAction.Retain"/>.</param>
/// <param name="Reference">True for reference data (products, countries): never exported or erased through a parent reference.</param>
public sealed record MappedTable(
    string Schema,
    string Name,
    string Kind,
    long RowEstimate,
    IReadOnlyList<string> PrimaryKey,
    IReadOnlyList<IReadOnlyList<string>> UniqueKeys,
    string? SubjectKind,
    ErasureAction Action,
    RetentionRule? Retention,
    bool Reference,
    IReadOnlyList<string> Purposes,
    IReadOnlyList<string> Recipients,
    string? Source,
    IReadOnlyList<MappedColumn> Columns,
    DecisionState Decision)
{
    public TableName FullName => new(Schema, Name);
}

/// <param name="Category">Fideslang data category; null when the column holds no personal data.</param>
/// <param name="IdentifierKind">For example <c>email</c>, <c>phone</c>, <c>customer-number</c>: the column identifies the person of a subject row, and links stores by equal kinds.</param>
/// <param name="Masking">How the column is masked when its row is masked or retained; null keeps the value.</param>
public sealed record MappedColumn(
    string Name,
    string Type,
    bool Nullable,
    int? MaxLength,
    bool Generated,
    string? Category,
    double Confidence,
    IReadOnlyList<string> Evidence,
    string? IdentifierKind,
    Masking? Masking,
    DecisionState Decision);

/// <param name="Value">The constant for <see cref="MaskingMethod.Constant"/>; the unit for <see cref="MaskingMethod.Generalise"/>: <c>year</c>, <c>month</c>, <c>prefix:N</c>, <c>round:N</c>.</param>
public sealed record Masking(MaskingMethod Method, string? Value = null);

public enum MaskingMethod
{
    Null,
    Constant,
    Pseudonym,
    Generalise,
}

public enum ErasureAction
{
    /// <summary>Nothing of a person is kept in the table.</summary>
    None,

    /// <summary>Delete the rows.</summary>
    Delete,

    /// <summary>Keep the rows, mask the columns that have a masking.</summary>
    Mask,

    /// <summary>Keep the rows for a legal reason; columns that have a masking are masked all the same.</summary>
    Retain,
}

/// <param name="LegalBasis">Code, for example <c>legal-obligation</c>, <c>legal-claims</c>.</param>
/// <param name="Article">The article that requires or allows it, for example <c>GDPR Art. 17(3)(b); § 147 AO</c>.</param>
/// <param name="Period">ISO 8601 duration, for example <c>P10Y</c>.</param>
/// <param name="Trigger">The event it counts from, for example <c>invoice issued</c>.</param>
public sealed record RetentionRule(string LegalBasis, string Article, string Period, string Trigger);

/// <summary>A reference within the store, declared (foreign key) or added by a human.</summary>
/// <param name="FollowToChildren">From a row of <c>To</c> that is in scope, rows of <c>From</c> that point at it are in scope too.</param>
/// <param name="FollowToParent">From a row of <c>From</c> that is in scope, the row of <c>To</c> it points at is in scope too (an address; never another person or reference data).</param>
/// <param name="Nullable">All from-columns accept null.</param>
public sealed record MappedReference(
    string Name,
    TableName From,
    IReadOnlyList<string> FromColumns,
    TableName To,
    IReadOnlyList<string> ToColumns,
    string OnDelete,
    bool Deferrable,
    bool Nullable,
    bool Declared,
    bool FollowToChildren,
    bool FollowToParent,
    DecisionState Decision);

public enum DecisionState
{
    Suggested,
    Confirmed,
    Changed,
}
