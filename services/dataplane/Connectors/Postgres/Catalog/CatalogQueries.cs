namespace Governance.DataPlane.Connectors.Postgres.Catalog;

/// <summary>Statements over pg_catalog. Each reads all wanted tables at once.</summary>
internal static class CatalogQueries
{
    private const string Relations =
        """
        SELECT c.oid, n.nspname, c.relname, c.relkind, c.reltuples::float8,
               has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE'),
               has_table_privilege(c.oid, 'DELETE') AND has_schema_privilege(n.oid, 'USAGE')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        """;

    public const string AllTables = Relations +
        """

        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
          AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY n.nspname, c.relname
        """;

    public const string NamedTables = Relations +
        """

        JOIN unnest($1::text[], $2::text[]) w(s, t) ON n.nspname = w.s AND c.relname = w.t
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        """;

    public const string PartitionRows =
        """
        WITH RECURSIVE tree(root, member) AS (
            SELECT c.oid, c.oid FROM pg_class c WHERE c.oid = ANY($1) AND c.relkind = 'p'
            UNION ALL
            SELECT t.root, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.member)
        SELECT t.root, CASE WHEN max(c.reltuples) < 0 THEN -1 ELSE sum(greatest(c.reltuples, 0)) END::float8
        FROM tree t JOIN pg_class c ON c.oid = t.member AND c.relkind <> 'p'
        GROUP BY t.root
        """;

    public const string Columns =
        """
        WITH RECURSIVE dom(domain, base, modifier, required, checks) AS (
            SELECT t.oid, t.typbasetype, t.typtypmod, t.typnotnull,
                   ARRAY(SELECT pg_get_constraintdef(k.oid, true) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c')
            FROM pg_type t WHERE t.typtype = 'd'
            UNION ALL
            SELECT d.domain, t.typbasetype, CASE WHEN d.modifier = -1 THEN t.typtypmod ELSE d.modifier END, d.required OR t.typnotnull,
                   d.checks || ARRAY(SELECT pg_get_constraintdef(k.oid, true) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c')
            FROM dom d JOIN pg_type t ON t.oid = d.base AND t.typtype = 'd')
        SELECT a.attrelid, a.attnum, a.attname, b.typname, quote_ident(bn.nspname) || '.' || quote_ident(b.typname),
               format_type(b.oid, NULL), b.typtype, b.typcategory, coalesce(d.modifier, a.atttypmod),
               a.attnotnull OR coalesce(d.required, false), a.attgenerated <> '' OR a.attidentity = 'a',
               CASE WHEN d.domain IS NOT NULL THEN quote_ident(dn.nspname) || '.' || quote_ident(dt.typname) END,
               coalesce(d.checks, '{}'),
               has_column_privilege(a.attrelid, a.attnum, 'SELECT'), has_column_privilege(a.attrelid, a.attnum, 'UPDATE')
        FROM pg_attribute a
        LEFT JOIN (SELECT dom.* FROM dom JOIN pg_type t ON t.oid = dom.base AND t.typtype <> 'd') d ON d.domain = a.atttypid
        LEFT JOIN pg_type dt ON dt.oid = d.domain
        LEFT JOIN pg_namespace dn ON dn.oid = dt.typnamespace
        JOIN pg_type b ON b.oid = coalesce(d.base, a.atttypid)
        JOIN pg_namespace bn ON bn.oid = b.typnamespace
        WHERE a.attrelid = ANY($1) AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attrelid, a.attnum
        """;

    public const string Checks =
        """
        SELECT k.conrelid, k.conname, pg_get_constraintdef(k.oid, true), pg_get_expr(k.conbin, k.conrelid, true),
               ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey) ORDER BY a.attnum)
        FROM pg_constraint k WHERE k.contype = 'c' AND k.conrelid = ANY($1)
        ORDER BY k.conrelid, k.conname
        """;

    public const string Keys =
        """
        SELECT i.indrelid, x.relname, i.indisprimary,
               ARRAY(SELECT coalesce(a.attname::text, pg_get_indexdef(i.indexrelid, p.n, true))
                     FROM generate_series(1, i.indnkeyatts) p(n)
                     LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[p.n - 1] AND a.attnum > 0 ORDER BY p.n),
               ARRAY(SELECT coalesce(quote_ident(a.attname), pg_get_indexdef(i.indexrelid, p.n, true))
                     FROM generate_series(1, i.indnkeyatts) p(n)
                     LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[p.n - 1] AND a.attnum > 0 ORDER BY p.n),
               ARRAY(SELECT DISTINCT a.attname::text FROM pg_depend d
                     JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                     WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid
                     UNION SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)),
               i.indexprs IS NOT NULL, pg_get_expr(i.indpred, i.indrelid, true)
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        WHERE i.indrelid = ANY($1) AND i.indisunique AND i.indisvalid
        ORDER BY i.indrelid, x.relname
        """;

    /// <summary>
    /// References of a partition are those of its table. With the second parameter, what points at a table that inherits points at rows of the
    /// table above as well: deleting there deletes them.
    /// </summary>
    public const string References =
        """
        WITH RECURSIVE tree(root, member, is_partition) AS (
            SELECT w, w, true FROM unnest($1::oid[]) w
            UNION
            SELECT t.root, i.inhrelid, t.is_partition AND c.relispartition FROM tree t JOIN pg_inherits i ON i.inhparent = t.member JOIN pg_class c ON c.oid = i.inhrelid),
        found AS (
            SELECT k.conname, coalesce(fr.root, k.conrelid) AS source, coalesce(tr.root, k.confrelid) AS target,
                   ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY c(n, o) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = c.n ORDER BY c.o) AS here,
                   ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY c(n, o) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = c.n ORDER BY c.o) AS there,
                   k.confdeltype, k.condeferrable
            FROM pg_constraint k
            LEFT JOIN tree fr ON fr.member = k.conrelid AND fr.is_partition
            LEFT JOIN tree tr ON tr.member = k.confrelid AND (tr.is_partition OR $2)
            WHERE k.contype = 'f' AND k.conparentid = 0 AND (fr.root IS NOT NULL OR tr.root IS NOT NULL))
        SELECT DISTINCT ON (fn.nspname, f.relname, tn.nspname, t.relname, k.here, k.there, k.confdeltype)
               k.conname, fn.nspname, f.relname, tn.nspname, t.relname, k.here, k.there, k.confdeltype, k.condeferrable
        FROM found k
        JOIN pg_class f ON f.oid = k.source JOIN pg_namespace fn ON fn.oid = f.relnamespace
        JOIN pg_class t ON t.oid = k.target JOIN pg_namespace tn ON tn.oid = t.relnamespace
        WHERE NOT EXISTS (SELECT FROM unnest(k.there) c WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = k.target AND a.attname = c AND NOT a.attisdropped))
        ORDER BY fn.nspname, f.relname, tn.nspname, t.relname, k.here, k.there, k.confdeltype, k.conname
        """;
}
