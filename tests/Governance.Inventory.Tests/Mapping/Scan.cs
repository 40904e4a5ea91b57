using System.Globalization;
using Governance.Contracts.Inventory.V1;

namespace Governance.Inventory.Tests.Mapping;

/// <summary>
/// Writes scan results by hand, briefly. A column is <c>name type(length) ! = @category</c>: <c>!</c> means NOT NULL, <c>=</c> generated,
/// <c>~</c> in a name stands for a blank.
/// </summary>
internal sealed class Scan
{
    private readonly List<ScannedTable> _tables = [];
    private readonly List<ScannedReference> _references = [];

    public static readonly Guid StoreId = Guid.Parse("0199c0de-0000-7000-8000-000000000001");

    public Scan Table(string name, string primaryKey, params string[] columns) => Table(name, primaryKey, [], columns);

    public Scan Table(string name, string primaryKey, string[] uniqueKeys, string[] columns, string kind = "table")
    {
        var (schema, table) = Split(name);
        _tables.Add(new ScannedTable(schema, table, kind, 100, [.. columns.Select(Column)], Names(primaryKey), [.. uniqueKeys.Select(Names)]));
        return this;
    }

    public Scan Reference(string from, string columns, string to, string toColumns, string onDelete = "no-action")
    {
        var (fs, ft) = Split(from);
        var (ts, tt) = Split(to);
        _references.Add(new ScannedReference($"{ft}_{columns.Replace(',', '_')}_fkey", new TableName(fs, ft), Names(columns), new TableName(ts, tt), Names(toColumns), onDelete, false));
        return this;
    }

    public Scan Check(string table, string column, string definition)
    {
        var i = _tables.FindIndex(t => t.Name == Split(table).Table);
        _tables[i] = _tables[i] with
        {
            Columns = [.. _tables[i].Columns.Select(c => c.Name == column ? c with { CheckConstraints = [.. c.CheckConstraints, definition] } : c)],
        };
        return this;
    }

    public ScanResult Result() => new(Guid.Empty, StoreId, "postgresql", DateTimeOffset.UnixEpoch, _tables, _references, []);

    private static ScannedColumn Column(string text)
    {
        var parts = text.Split('@');
        var words = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var type = string.Join(' ', words.Skip(1).Where(w => w is not "!" and not "="));
        int? length = type.StartsWith("varchar(", StringComparison.Ordinal) ? int.Parse(type[8..^1], CultureInfo.InvariantCulture) : null;
        return new ScannedColumn(
            words[0].Replace('~', ' '), type.StartsWith("varchar", StringComparison.Ordinal) ? "character varying" : type,
            !words.Contains("!"), length, words.Contains("="), [],
            parts.Length > 1 ? new Classification(parts[1].Trim(), 0.9, [$"name:{words[0]}"]) : null);
    }

    private static (string Schema, string Table) Split(string name) => name.Split('.', 2) is [var s, var t] ? (s, t) : ("public", name);

    private static string[] Names(string list) => list.Length == 0 ? [] : list.Split(',');
}
