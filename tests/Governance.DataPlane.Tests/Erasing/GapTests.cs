using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors;
using Governance.DataPlane.Tests.Support;
using Npgsql;

namespace Governance.DataPlane.Tests.Erasing;

public sealed class GapTests : IAsyncLifetime
{
    private static readonly SubjectIdentifier Anna = new("email", "anna@example.org");
    private TestStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await TestStore.CreateAsync(AwkwardSchema.Sql);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_table_dropped_since_the_plan_is_a_gap_and_the_rest_is_done()
    {
        var plan = await AwkwardErasureTests.Whole().ForAsync(_store);
        await _store.RunAsync("DROP TABLE line_discount");

        var problem = Assert.Single((await _store.PrepareAsync(plan, Anna)).Problems);
        var outcome = await _store.EraseAsync(plan, Anna);

        Assert.Equal((4, "table-missing", false), (problem.Step, problem.Code, problem.Blocking));
        Assert.Equal((4, "table-missing"), outcome.Gaps.Select(g => (g.Step, g.Code)).Single());
        Assert.Equal([1, 2, 3, 5, 6, 7, 8], outcome.Done.Select(d => d.Step));
        Assert.Equal(2L, await _store.ScalarAsync<long>("SELECT count(*) FROM \"Customer Table\""));
    }

    [Fact]
    public async Task A_table_that_may_not_be_read_keeps_what_leads_to_it_until_it_may()
    {
        var plan = await AwkwardErasureTests.Whole().ForAsync(_store);
        var login = await _store.RoleAsync("GRANT ALL ON ALL TABLES IN SCHEMA public TO {0}", "REVOKE ALL ON order_line FROM {0}");

        var outcome = await _store.EraseAsAsync(login, plan, new MemoryLedger(), Anna);

        Assert.Equal([(1, "held-back"), (2, "held-back"), (3, "permission-denied"), (4, "depends-on-gap"), (8, "held-back")], outcome.Gaps.Select(g => (g.Step, g.Code)).Order());
        Assert.Equal([5, 6, 7], outcome.Done.Select(d => d.Step));
        Assert.Equal(3L, await _store.ScalarAsync<long>("SELECT count(*) FROM \"order\""));

        var again = await _store.EraseAsync(plan, Anna);
        Assert.Empty(again.Gaps);
        Assert.Equal([1, 2, 3, 1], again.Done.Take(4).Select(d => d.Rows));
    }

    [Fact]
    public async Task What_a_row_that_must_wait_points_at_waits_as_well()
    {
        var plan = await AwkwardErasureTests.Whole().ForAsync(_store);
        var login = await _store.RoleAsync("GRANT ALL ON ALL TABLES IN SCHEMA public TO {0}", "REVOKE DELETE ON \"order\" FROM {0}");

        var outcome = await _store.EraseAsAsync(login, plan, new MemoryLedger(), new SubjectIdentifier("email", "cara@example.org"));

        Assert.Equal([(1, "held-back"), (2, "permission-denied"), (8, "held-back")], outcome.Gaps.Select(g => (g.Step, g.Code)).Order());
        Assert.Equal(3L, await _store.ScalarAsync<long>("SELECT count(*) FROM address"));
    }

    [Fact]
    public async Task A_read_only_credential_is_found_out_at_planning()
    {
        var plan = await AwkwardErasureTests.Whole().ForAsync(_store);
        var login = await _store.RoleAsync("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {0}");

        var prepared = await _store.PrepareAsAsync(login, plan, Anna);

        Assert.Equal(8, prepared.Problems.Count);
        Assert.All(prepared.Problems, p => Assert.Equal(("read-only", true), (p.Code, p.Blocking)));
    }

    [Fact]
    public async Task A_missing_right_on_one_table_is_found_out_at_planning()
    {
        var plan = await AwkwardErasureTests.Whole().ForAsync(_store);
        var login = await _store.RoleAsync("GRANT ALL ON ALL TABLES IN SCHEMA public TO {0}", "REVOKE DELETE ON event FROM {0}", "REVOKE UPDATE ON message FROM {0}");

        var prepared = await _store.PrepareAsAsync(login, plan, Anna);

        Assert.Equal([(6, "permission-denied"), (7, "permission-denied")], prepared.Problems.Select(p => (p.Step, p.Code)).Order());
    }

    [Fact]
    public async Task A_column_added_since_the_plan_is_named()
    {
        var plan = await PlanBuilder.Export.Subject("visit_log", StepAction.Export, ("customer_email", "email")).ForAsync(_store);
        await _store.RunAsync("ALTER TABLE visit_log ADD COLUMN device text");

        var problem = Assert.Single((await _store.PrepareAsync(plan, Anna)).Problems);

        Assert.Equal(("column-added", "device", false), (problem.Code, problem.ColumnName, problem.Blocking));
    }

    [Fact]
    public async Task Rows_hidden_by_row_security_are_an_error_and_never_silently_left()
    {
        var plan = await PlanBuilder.Erase.Subject("visit_log", StepAction.Delete, ("customer_email", "email")).ForAsync(_store);
        var login = await _store.RoleAsync("GRANT ALL ON ALL TABLES IN SCHEMA public TO {0}");
        await _store.RunAsync("ALTER TABLE visit_log ENABLE ROW LEVEL SECURITY");

        Assert.Equal("permission-denied", (await Assert.ThrowsAsync<StoreException>(() => _store.EraseAsAsync(login, plan, new MemoryLedger(), Anna))).Code);
    }

    [Fact]
    public async Task Wrong_passwords_hosts_and_strings_have_codes()
    {
        var right = new NpgsqlConnectionStringBuilder(_store.ConnectionString);
        Assert.Equal("authentication-failed", await CodeAsync(new NpgsqlConnectionStringBuilder(_store.ConnectionString) { Username = "nobody", Password = "wrong" }.ConnectionString));
        Assert.Equal("unreachable", await CodeAsync(new NpgsqlConnectionStringBuilder(_store.ConnectionString) { Port = 1 }.ConnectionString));
        Assert.Equal("database-missing", await CodeAsync(new NpgsqlConnectionStringBuilder(_store.ConnectionString) { Database = right.Database + "x" }.ConnectionString));
        Assert.Equal("secret-invalid", await CodeAsync("nonsense"));
    }

    private async Task<string> CodeAsync(string connectionString) => (await Assert.ThrowsAsync<StoreException>(() => _store.OpenAsync(connectionString))).Code;
}
