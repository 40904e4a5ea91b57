using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Mapping.Suggesting;

/// <summary>The scanned tables and references as a graph, with room for what the steps of the suggestion find out.</summary>
internal sealed class SchemaGraph
{
    private readonly Dictionary<TableName, TableNode> _byName;

    public SchemaGraph(ScanResult scan)
    {
        Tables = [.. scan.Tables.Select(t => new TableNode(t))];
        _byName = Tables.ToDictionary(t => t.Name);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var repeated = scan.References.GroupBy(r => r.Name, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var r in scan.References)
        {
            // A constraint's name is unique within its table only; in the map it must be unique.
            var name = repeated.Contains(r.Name) ? $"{r.From}.{r.Name}" : r.Name;
            if (taken.Add(name))
                Add(name, r.From, r.FromColumns, r.To, r.ToColumns, r.OnDelete, r.Deferrable, declared: true);
        }
    }

    public IReadOnlyList<TableNode> Tables { get; }

    public List<Edge> Edges { get; } = [];

    public TableNode? Find(TableName name) => _byName.GetValueOrDefault(name);

    /// <summary>Adds a reference; null when one of its tables or columns does not exist.</summary>
    public Edge? Add(string name, TableName from, IReadOnlyList<string> fromColumns, TableName to, IReadOnlyList<string> toColumns, string onDelete, bool deferrable, bool declared)
    {
        if (Find(from) is not { } source || Find(to) is not { } target || fromColumns.Count != toColumns.Count
            || !fromColumns.All(source.Columns.ContainsKey) || !toColumns.All(target.Columns.ContainsKey))
            return null;
        var edge = new Edge(name, source, fromColumns, target, toColumns, onDelete, deferrable, declared);
        Edges.Add(edge);
        source.Out.Add(edge);
        target.In.Add(edge);
        return edge;
    }
}

internal enum TableRole
{
    None,
    Subject,
    Child,
    Parent,
}

internal sealed class TableNode
{
    public TableNode(ScannedTable scanned)
    {
        Scanned = scanned;
        Name = new TableName(scanned.Schema, scanned.Name);
        Words = Vocabulary.Words.Of(scanned.Name);
        Columns = scanned.Columns.Select(c => new ColumnNode(this, c)).ToDictionary(c => c.Scanned.Name, StringComparer.Ordinal);
        UniqueSets = [.. scanned.UniqueKeys.Append(scanned.PrimaryKey).Where(k => k.Count > 0).Select(k => k.ToHashSet(StringComparer.Ordinal))];
    }

    public ScannedTable Scanned { get; }

    public TableName Name { get; }

    public string[] Words { get; }

    public Dictionary<string, ColumnNode> Columns { get; }

    public List<Edge> Out { get; } = [];

    public List<Edge> In { get; } = [];

    public List<HashSet<string>> UniqueSets { get; }

    public List<string> Evidence { get; } = [];

    public TableRole Role { get; set; }

    public string? SubjectKind { get; set; }

    public bool Reference { get; set; }

    public ErasureAction Action { get; set; }

    /// <summary>A human has decided about the table: the suggestion keeps to it.</summary>
    public MappedTable? Decided { get; set; }

    public bool IsView => Scanned.Kind is "view" or "foreign";

    public bool IsSubject => Role is TableRole.Subject;

    public bool InReach => Role is not TableRole.None;

    public bool HoldsPersonalData => Columns.Values.Any(c => c.Category is not null);

    public bool IsUnique(IEnumerable<string> columns) => columns.ToHashSet(StringComparer.Ordinal) is var set && UniqueSets.Exists(u => u.IsSubsetOf(set));

    public bool IsUnique(string column) => UniqueSets.Exists(u => u.Count == 1 && u.Contains(column));
}

internal sealed class ColumnNode(TableNode table, ScannedColumn scanned)
{
    public TableNode Table { get; } = table;

    public ScannedColumn Scanned { get; } = scanned;

    public string[] Words { get; } = Vocabulary.Words.Of(scanned.Name);

    public TypeShape Shape { get; } = TypeShapes.Of(scanned.Type);

    public string? Category { get; set; } = scanned.Classification?.Category;

    public double Confidence { get; set; } = scanned.Classification?.Confidence ?? 0;

    public List<string> Evidence { get; } = [.. scanned.Classification?.Evidence ?? []];

    public string? IdentifierKind { get; set; }

    public Masking? Masking { get; set; }

    public MappedColumn? Decided { get; set; }
}

internal sealed class Edge(
    string name, TableNode from, IReadOnlyList<string> fromColumns, TableNode to, IReadOnlyList<string> toColumns, string onDelete, bool deferrable, bool declared)
{
    public string Name { get; } = name;

    public TableNode From { get; } = from;

    public IReadOnlyList<string> FromColumns { get; } = fromColumns;

    public TableNode To { get; } = to;

    public IReadOnlyList<string> ToColumns { get; } = toColumns;

    public string OnDelete { get; } = onDelete;

    public bool Deferrable { get; } = deferrable;

    public bool Declared { get; } = declared;

    public bool Nullable { get; } = fromColumns.All(c => from.Columns[c].Scanned.Nullable);

    /// <summary>Declared by the store or vouched for by a human; a guessed reference is not followed.</summary>
    public bool Trusted => Declared || Decided is not null;

    public bool FollowToChildren { get; set; }

    public bool FollowToParent { get; set; }

    public MappedReference? Decided { get; set; }

    public List<string> Evidence { get; } = [];

    public bool IsSelf => ReferenceEquals(From, To);

    public bool NamesAFunction => FromColumns.Any(c => From.Columns[c].Words.Any(ColumnWords.Functions.Contains));

    /// <summary>Each row of <see cref="To"/> has at most one row here.</summary>
    public bool IsOneToOne => From.IsUnique(FromColumns);
}
