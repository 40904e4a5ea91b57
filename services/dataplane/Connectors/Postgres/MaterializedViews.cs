using Governance.Contracts.Inventory.V1;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres;

/// <param name="Root">The table, among those asked for, whose rows are copied.</param>
/// <param name="CanRefresh">Whether the credential owns it.</param>
internal sealed record MaterializedView(uint Root, TableName Name, bool CanRefresh);

/// <summary>Materialised views keep copies of rows until somebody fills them anew, so an erasure does that in its own transaction.</summary>
internal sealed class MaterializedViews(NpgsqlConnection connection)
{
    private const string Query =
        """
        WITH RECURSIVE edges(below, above) AS (
            SELECT i.inhparent, i.inhrelid FROM pg_inherits i
            UNION
            SELECT d.refobjid, r.ev_class FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
            WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class),
        reached(root, relation, depth) AS (
            SELECT w, w, 0 FROM unnest($1::oid[]) w
            UNION
            SELECT x.root, e.above, x.depth + 1 FROM reached x JOIN edges e ON e.below = x.relation)
        SELECT x.root, n.nspname, c.relname, pg_has_role(c.relowner, 'USAGE')
        FROM reached x JOIN pg_class c ON c.oid = x.relation JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'm' AND c.relispopulated
        GROUP BY x.root, n.nspname, c.relname, c.relowner
        ORDER BY max(x.depth)
        """;

    /// <summary>Those that rest on these tables, directly or through other views; what rests on another one comes after it.</summary>
    public async Task<List<MaterializedView>> OverAsync(IEnumerable<uint> tables, CancellationToken ct) => tables.ToArray() is { Length: > 0 } oids
        ? await connection.ListAsync(Query, r => new MaterializedView(r.GetFieldValue<uint>(0), new TableName(r.GetString(1), r.GetString(2)), r.GetBoolean(3)), ct, oids)
        : [];

    public async Task RefreshAsync(IEnumerable<uint> tables, CancellationToken ct)
    {
        // By their last place in the order: one that several tables lead to comes after all that it rests on.
        foreach (var name in (await OverAsync(tables, ct)).Select(v => v.Name).Reverse().Distinct().Reverse())
        {
            await connection.RunAsync($"REFRESH MATERIALIZED VIEW {Sql.Id(name)}", ct);
        }
    }
}
