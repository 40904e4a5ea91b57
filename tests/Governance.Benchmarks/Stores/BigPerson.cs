using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Dsar.Planning;
using Governance.Testing;
using Npgsql;

namespace Governance.Benchmarks.Stores;

/// <summary>A shop in which one person owns very many rows in five tables, and others own some.</summary>
internal static class BigPerson
{
    public const string Mail = "big@bench.example";

    /// <summary>Table → share of the person's rows.</summary>
    private static readonly (string Table, string Parent, double Share)[] Shape =
        [("orders", "person", 0.1), ("order_line", "orders", 0.4), ("visit", "person", 0.3), ("message", "person", 0.15), ("rating", "person", 0.05)];

    /// <summary>What a careful engineer would write to copy the same rows out.</summary>
    public static IReadOnlyList<string> CopyQueries { get; } =
    [
        $"SELECT * FROM person WHERE email = '{Mail}'",
        .. Shape.Select(t => t.Parent == "person"
            ? $"SELECT t.* FROM {t.Table} t JOIN person p ON p.id = t.person_id WHERE p.email = '{Mail}'"
            : $"SELECT t.* FROM {t.Table} t JOIN orders o ON o.id = t.orders_id JOIN person p ON p.id = o.person_id WHERE p.email = '{Mail}'"),
    ];

    /// <summary>What a careful engineer would write to delete them: children first.</summary>
    public static string DeleteScript { get; } = $"""
        DELETE FROM order_line t USING orders o, person p WHERE o.id = t.orders_id AND p.id = o.person_id AND p.email = '{Mail}';
        DELETE FROM orders t USING person p WHERE p.id = t.person_id AND p.email = '{Mail}';
        DELETE FROM visit t USING person p WHERE p.id = t.person_id AND p.email = '{Mail}';
        DELETE FROM message t USING person p WHERE p.id = t.person_id AND p.email = '{Mail}';
        DELETE FROM rating t USING person p WHERE p.id = t.person_id AND p.email = '{Mail}';
        DELETE FROM person WHERE email = '{Mail}';
        """;

    public static async Task<TestDatabase> CreateAsync(int rows)
    {
        var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync($"""
            CREATE TABLE person (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, name text NOT NULL, note text);
            CREATE INDEX ON person (lower(email));
            INSERT INTO person SELECT i, CASE WHEN i = 1 THEN '{Mail}' ELSE 'p' || i || '@bench.example' END, 'Person ' || i, NULL FROM generate_series(1, 1000) i;
            """);
        foreach (var (table, parent, share) in Shape)
        {
            var mine = (int)(rows * share);
            // The person's rows first, then a tenth as many of the others.
            await database.ExecuteAsync($"""
                CREATE TABLE {table} (id bigint PRIMARY KEY, {parent}_id bigint NOT NULL REFERENCES {parent}, at timestamptz NOT NULL, title text NOT NULL, amount numeric(10,2) NOT NULL, flag boolean, body text);
                INSERT INTO {table}
                SELECT i, {(parent == "person" ? $"CASE WHEN i <= {mine} THEN 1 ELSE 2 + i % 999 END" : $"CASE WHEN i <= {mine} THEN 1 + i % {(int)(rows * 0.1)} ELSE {(int)(rows * 0.1)} + 1 + i % {Math.Max(1, (int)(rows * 0.01))} END")},
                       timestamptz '2026-01-01' + i * interval '1 second', 'Title of row ' || i, i % 1000 / 7.0, i % 3 = 0, repeat('lorem ipsum ', 5)
                FROM generate_series(1, {(int)(mine * 1.1)}) i;
                CREATE INDEX ON {table} ({parent}_id);
                """);
        }
        await database.ExecuteAsync("VACUUM ANALYZE");
        return database;
    }

    /// <summary>A copy with the same rows in the same places, made by the server.</summary>
    public static async Task<TestDatabase> CloneAsync(TestDatabase original)
    {
        var copy = await TestDatabase.CreateAsync();
        NpgsqlConnection.ClearAllPools();
        await using var source = NpgsqlDataSource.Create(TestEnvironment.Postgres);
        foreach (var sql in (string[])[$"DROP DATABASE \"{copy.Name}\" WITH (FORCE)", $"CREATE DATABASE \"{copy.Name}\" TEMPLATE \"{original.Name}\" STRATEGY file_copy", "CHECKPOINT"])
        {
            await using var command = source.CreateCommand(sql);
            command.CommandTimeout = 300;
            await command.ExecuteNonQueryAsync();
        }
        return copy;
    }

    public static StorePlan Plan(RequestType type)
    {
        var store = Guid.CreateVersion7();
        var tables = new List<MappedTable> { Table("person", "customer", [Column("id", "bigint"), Column("email", "text", "user.contact.email", "email"), Column("name", "text", "user.name"), Column("note", "text")]) };
        var references = new List<MappedReference>();
        foreach (var (table, parent, _) in Shape)
        {
            tables.Add(Table(table, null, [Column("id", "bigint"), Column($"{parent}_id", "bigint"), Column("at", "timestamp with time zone"), Column("title", "text"), Column("amount", "numeric"), Column("flag", "boolean"), Column("body", "text", "user.content")]));
            references.Add(new MappedReference($"{table}_{parent}_id_fkey", new("public", table), [$"{parent}_id"], new("public", parent), ["id"], "no-action", false, false, true, true, false, DecisionState.Confirmed));
        }
        var map = new DataMap(store, "bench", "postgresql", "env:NONE", "eu", 1, tables, references);
        return Planner.Plan([map], ["email"], type, Guid.CreateVersion7(), Guid.CreateVersion7()).Stores.Single();
    }

    private static MappedTable Table(string name, string? subject, IReadOnlyList<MappedColumn> columns) =>
        new("public", name, "table", 1, ["id"], name == "person" ? [["email"]] : [], subject, ErasureAction.Delete, null, false, [], [], null, columns, DecisionState.Confirmed);

    private static MappedColumn Column(string name, string type, string? category = null, string? identifier = null) =>
        new(name, type, name is "note" or "flag" or "body", null, false, category, 1, [], identifier, null, DecisionState.Confirmed);
}
