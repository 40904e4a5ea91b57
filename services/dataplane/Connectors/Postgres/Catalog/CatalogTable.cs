using Governance.Contracts.Inventory.V1;

namespace Governance.DataPlane.Connectors.Postgres.Catalog;

/// <summary>A table as the store describes it now, not as a scan or a plan remembers it.</summary>
internal sealed record CatalogTable(uint Oid, TableName Name, char RelKind, long RowEstimate, bool CanSelect, bool CanDelete)
{
    public List<CatalogColumn> Columns { get; } = [];

    public List<CatalogKey> UniqueKeys { get; } = [];

    public List<CatalogCheck> Checks { get; } = [];

    public IReadOnlyList<string> PrimaryKey { get; set; } = [];

    public string Kind => RelKind switch { 'p' => "partitioned", 'v' or 'm' => "view", 'f' => "foreign", _ => "table" };

    /// <summary>Rows have a physical address that identifies them within a transaction.</summary>
    public bool HasRowAddress => RelKind is 'r' or 'p';

    public CatalogColumn? Column(string name) => Columns.Find(c => c.Name == name);
}

/// <param name="TypeName">Base type's short name, for example <c>varchar</c>, <c>int4</c>.</param>
/// <param name="TypeSql">Base type, qualified and quoted, without length.</param>
/// <param name="DisplayType">Base type as the store writes it.</param>
/// <param name="TypeKind">PostgreSQL's <c>typtype</c>: b, e, r …</param>
/// <param name="TypeCategory">PostgreSQL's <c>typcategory</c>: S, N, D, A …</param>
/// <param name="DomainSql">The domain, qualified and quoted, when the column has one.</param>
/// <param name="Modifier">Length or precision as PostgreSQL packs it, -1 for none.</param>
internal sealed record CatalogColumn(
    short Number,
    string Name,
    string TypeName,
    string TypeSql,
    string DisplayType,
    char TypeKind,
    char TypeCategory,
    int Modifier,
    bool NotNull,
    bool Generated,
    string? DomainSql,
    IReadOnlyList<string> DomainChecks,
    bool CanSelect,
    bool CanUpdate)
{
    public bool IsText => TypeName is "text" or "varchar" or "bpchar" or "citext" or "name";

    public bool IsInteger => TypeName is "int2" or "int4" or "int8";

    public bool IsJson => TypeName is "json" or "jsonb";

    public int? MaxLength => TypeName is "varchar" or "bpchar" && Modifier > 4 ? Modifier - 4 : TypeName == "name" ? 63 : null;

    /// <summary>What a value written to the column is checked against: the domain, or the type with its precision.</summary>
    public string CheckedSql => DomainSql ?? (TypeName == "numeric" && Modifier >= 4 ? $"numeric({(Modifier - 4) >> 16 & 0xffff}, {(Modifier - 4) & 0x7ff})" : TypeSql);

    /// <summary>Digits before the decimal point of a numeric with a limit.</summary>
    public int? WholeDigits => TypeName == "numeric" && Modifier >= 4 ? (((Modifier - 4) >> 16) & 0xffff) - ((Modifier - 4) & 0x7ff) : null;
}

/// <param name="Terms">Column names, or expressions as SQL where the index is over an expression.</param>
/// <param name="TermSql">The same, as SQL over unqualified column names.</param>
/// <param name="Predicate">Condition of a partial index.</param>
internal sealed record CatalogKey(string Name, IReadOnlyList<string> Terms, IReadOnlyList<string> TermSql, IReadOnlyList<string> Columns, bool HasExpression, string? Predicate);

/// <param name="Expression">SQL over unqualified column names.</param>
internal sealed record CatalogCheck(string Name, string Definition, string Expression, IReadOnlyList<string> Columns);

/// <param name="OnDelete">PostgreSQL's letter: a, r, c, n or d.</param>
internal sealed record CatalogReference(
    string Name, TableName From, IReadOnlyList<string> FromColumns, TableName To, IReadOnlyList<string> ToColumns, char OnDelete, bool Deferrable)
{
    public string OnDeleteName => OnDelete switch { 'r' => "restrict", 'c' => "cascade", 'n' => "set-null", 'd' => "set-default", _ => "no-action" };
}

internal sealed class StoreCatalog(IReadOnlyDictionary<TableName, CatalogTable> tables, IReadOnlyList<CatalogReference> references)
{
    public IReadOnlyDictionary<TableName, CatalogTable> Tables { get; } = tables;

    public IReadOnlyList<CatalogReference> References { get; } = references;

    public CatalogTable? Find(TableName name) => Tables.GetValueOrDefault(name);

    public CatalogColumn? Column(TableName table, string column) => Find(table)?.Column(column);
}
