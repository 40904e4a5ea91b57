using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors;
using Governance.DataPlane.Tests.Support;

namespace Governance.DataPlane.Tests.Erasing;

/// <summary>Rows that are reached through partitions, heirs, materialised views, lists and cycles.</summary>
public sealed class RelatedTablesTests : IAsyncLifetime
{
    private const string Schema =
        """
        CREATE TABLE person (id int PRIMARY KEY, emails text[], boss int REFERENCES person ON DELETE CASCADE);
        INSERT INTO person VALUES (1, '{Anna@Example.org,"a,b\"c@example.org"}', NULL), (2, '{bob@example.org,NULL}', NULL);
        CREATE TABLE visit (id int, day date, person_id int, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
        CREATE TABLE visit_25 PARTITION OF visit FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
        CREATE TABLE visit_26 PARTITION OF visit FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        ALTER TABLE visit_25 ADD FOREIGN KEY (person_id) REFERENCES person;
        ALTER TABLE visit_26 ADD FOREIGN KEY (person_id) REFERENCES person;
        INSERT INTO visit VALUES (1, '2025-05-01', 1), (2, '2026-05-01', 2);
        CREATE TABLE party (id int PRIMARY KEY, email text);
        CREATE TABLE member (level text, PRIMARY KEY (id)) INHERITS (party);
        INSERT INTO member VALUES (1, 'anna@example.org', 'gold');
        """;

    private static readonly SubjectIdentifier Anna = new("email", "anna@example.org");
    private TestStore _store = null!;

    private static PlanBuilder People => PlanBuilder.Erase.Subject("person", StepAction.Delete, ("emails", "email"));

    public async ValueTask InitializeAsync() => _store = await TestStore.CreateAsync(Schema);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_reference_of_partitions_is_one_of_their_table()
    {
        await using var session = await _store.OpenAsync();
        var scan = await session.ScanAsync(CancellationToken.None);

        var reference = Assert.Single(scan.References, r => r.From.Table.StartsWith("visit", StringComparison.Ordinal));
        Assert.Equal(("visit", "person"), (reference.From.Table, reference.To.Table));
    }

    [Theory]
    [InlineData("CASCADE", "cascade")]
    [InlineData("RESTRICT", "restrict")]
    public async Task What_points_at_a_partition_or_at_an_heir_keeps_its_rows_from_going(string onDelete, string code)
    {
        await _store.RunAsync($"CREATE TABLE note (visit_id int, day date, FOREIGN KEY (visit_id, day) REFERENCES visit_25 ON DELETE {onDelete}); INSERT INTO note VALUES (1, '2025-05-01')");
        await _store.RunAsync($"CREATE TABLE badge (member_id int REFERENCES member ON DELETE {onDelete}); INSERT INTO badge VALUES (1)");
        var plan = await People.Child("visit", StepAction.Delete, ("person_id", 1, "id")).Subject("party", StepAction.Delete, ("email", "email")).ForAsync(_store);

        var problems = (await _store.PrepareAsync(plan, Anna)).Problems;

        Assert.Equal([(code, "public.badge"), (code, "public.note")], problems.Select(p => (p.Code, p.TableName)).OrderBy(p => p.TableName));
    }

    [Fact]
    public async Task A_person_is_found_in_a_list_of_addresses_however_they_are_written_and_each_is_an_identifier()
    {
        var plan = await People.Identifies("emails", "email").Child("visit", StepAction.Delete, ("person_id", 1, "id")).ForAsync(_store);
        var prepared = await _store.PrepareAsync(plan, Anna);
        Assert.Equal("a,b\"c@example.org", Assert.Single(prepared.NewIdentifiers).Value);

        await _store.EraseAsync(plan, Anna);

        Assert.Equal("2", await _store.ScalarAsync<string>("SELECT string_agg(id::text, ',') FROM person"));
        Assert.Equal("2", await _store.ScalarAsync<string>("SELECT string_agg(id::text, ',') FROM visit"));
    }

    [Fact]
    public async Task A_row_of_somebody_else_that_would_be_swept_away_by_its_own_tables_cascade_stops_the_erasure()
    {
        var plan = await People.Child("visit", StepAction.Delete, ("person_id", 1, "id")).ForAsync(_store);
        // After the plan was prepared.
        await _store.RunAsync("UPDATE person SET boss = 1 WHERE id = 2");

        var refused = await Assert.ThrowsAsync<StoreException>(() => _store.EraseAsync(plan, Anna));

        Assert.Equal("cascade", refused.Code);
        Assert.Equal(2L, await _store.ScalarAsync<long>("SELECT count(*) FROM person"));
    }

    [Fact]
    public async Task Copies_in_materialised_views_go_as_well()
    {
        await _store.RunAsync("CREATE VIEW addresses AS SELECT id, unnest(emails) AS email FROM person; CREATE MATERIALIZED VIEW copy AS SELECT * FROM addresses; CREATE MATERIALIZED VIEW \"copy of Copy\" AS SELECT c.email FROM copy c JOIN person p USING (id)");
        var plan = await People.Child("visit", StepAction.Delete, ("person_id", 1, "id")).ForAsync(_store);
        Assert.Empty((await _store.PrepareAsync(plan, Anna)).Problems);

        await _store.EraseAsync(plan, Anna);

        Assert.Equal(0L, await _store.ScalarAsync<long>("SELECT (SELECT count(*) FROM copy WHERE id = 1) + (SELECT count(*) FROM \"copy of Copy\" WHERE email ILIKE 'anna%')"));
    }

    [Fact]
    public async Task A_materialised_view_of_somebody_else_blocks_the_plan()
    {
        await _store.RunAsync("CREATE MATERIALIZED VIEW copy AS SELECT * FROM person");
        var role = await _store.RoleAsync("GRANT SELECT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {0}");
        var plan = await People.Child("visit", StepAction.Delete, ("person_id", 1, "id")).ForAsync(_store);

        var problem = Assert.Single((await _store.PrepareAsAsync(role, plan, Anna)).Problems);

        Assert.Equal(("materialized-view", "public.copy", true), (problem.Code, problem.TableName, problem.Blocking));
    }
}
