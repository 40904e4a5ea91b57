using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.DataPlane.Tests.Support;

namespace Governance.DataPlane.Tests.Erasing;

public sealed class AwkwardErasureTests : IAsyncLifetime
{
    private static readonly SubjectIdentifier Anna = new("email", "anna@example.org");
    private TestStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await TestStore.CreateAsync(AwkwardSchema.Sql);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Cycles_composite_keys_partitions_and_tables_without_key_go_in_one_transaction()
    {
        var plan = await Whole().ForAsync(_store);
        var prepared = await _store.PrepareAsync(plan, Anna);
        Assert.Empty(prepared.Problems);

        var outcome = await _store.EraseAsync(plan, Anna);

        Assert.Empty(outcome.Gaps);
        Assert.Equal(prepared.Steps.Select(s => (s.Step, s.Rows - s.SharedRows)), outcome.Done.Select(s => (s.Step, s.Rows)));
        Assert.Equal("2,3", await IdsAsync("SELECT \"Id\" FROM \"Customer Table\""));
        Assert.Equal("20", await IdsAsync("SELECT id FROM \"order\""));
        Assert.Equal("20", await IdsAsync("SELECT order_id FROM order_line"));
        Assert.Equal("20", await IdsAsync("SELECT order_id FROM line_discount"));
        Assert.Equal("3", await IdsAsync("SELECT id FROM event"));
        Assert.Equal("3", await IdsAsync("SELECT id FROM message"));
        Assert.Equal(1L, await _store.ScalarAsync<long>("SELECT count(*) FROM visit_log"));
    }

    [Fact]
    public async Task References_of_rows_that_stay_are_set_to_null_and_nothing_else_of_them_changes()
    {
        var plan = await Whole().ForAsync(_store);
        var others = await _store.ChecksumAsync("SELECT \"Id\", \"eMail\", \"Full \"\"Name\", \"select\", customer_number, address_id, favourite_order, profile, age FROM \"Customer Table\" WHERE \"Id\" > 1");

        await _store.EraseAsync(plan, Anna);

        Assert.Equal(others, await _store.ChecksumAsync("SELECT \"Id\", \"eMail\", \"Full \"\"Name\", \"select\", customer_number, address_id, favourite_order, profile, age FROM \"Customer Table\""));
        Assert.Equal(2L, await _store.ScalarAsync<long>("SELECT count(*) FROM \"Customer Table\" WHERE recruited_by IS NULL"));
        Assert.Equal(1L, await _store.ScalarAsync<long>("SELECT count(*) FROM message WHERE id = 3 AND reply_to IS NULL AND body = 'm3'"));
        Assert.Equal(1L, await _store.ScalarAsync<long>("SELECT count(*) FROM \"order\" WHERE id = 20 AND gift_to IS NULL"));
    }

    [Fact]
    public async Task A_shared_address_is_counted_as_shared_and_survives()
    {
        var plan = await Whole().ForAsync(_store);
        Assert.Equal((1, 1), (await _store.PrepareAsync(plan, Anna)).Steps.Where(s => s.Step == 8).Select(s => ((int)s.Rows, (int)s.SharedRows)).Single());

        await _store.EraseAsync(plan, Anna);

        Assert.Equal("1,2,3", await IdsAsync("SELECT id FROM address"));
    }

    [Fact]
    public async Task An_address_nobody_else_uses_goes_with_its_person()
    {
        var plan = await Whole().ForAsync(_store);

        var outcome = await _store.EraseAsync(plan, new SubjectIdentifier("email", "CARA@example.org"));

        Assert.Equal((1, 0), outcome.Done.Where(s => s.Step == 8).Select(s => ((int)s.Rows, (int)s.SharedRows)).Single());
        Assert.Equal("1,2", await IdsAsync("SELECT id FROM address"));
    }

    [Fact]
    public async Task A_row_of_another_owner_below_mine_is_not_mine()
    {
        await _store.RunAsync("CREATE TABLE parcel (id int PRIMARY KEY, order_id int REFERENCES \"order\", owner_id int REFERENCES \"Customer Table\"); INSERT INTO parcel VALUES (1, 10, NULL), (2, 10, 2), (3, 10, 1), (4, 20, 1)");
        var plan = await PlanBuilder.Export
            .Subject("Customer Table", StepAction.Export, ("eMail", "email"))
            .Child("order", StepAction.Export, ("customer_id", 1, "Id"))
            .Child("parcel", StepAction.Export, ("order_id", 2, "id"), ("owner_id", 1, "Id")).OwnedBy("owner_id", 1, "Id", "Customer Table")
            .ForAsync(_store);

        var (_, sink) = await _store.ExportAsync(plan, Anna);

        Assert.Equal(["1", "3", "4"], sink.Rows[3].Select(r => r.Split('\t')[0]).Order());
    }

    [Fact]
    public async Task A_foreign_row_that_would_be_swept_away_by_a_cascade_blocks_the_plan()
    {
        await _store.RunAsync("CREATE TABLE rating (order_id int REFERENCES \"order\" ON DELETE CASCADE); INSERT INTO rating VALUES (10)");
        var plan = await Whole().ForAsync(_store);

        var problem = Assert.Single((await _store.PrepareAsync(plan, Anna)).Problems);

        Assert.Equal(("cascade", true, "public.rating"), (problem.Code, problem.Blocking, problem.TableName));
    }

    [Fact]
    public async Task A_row_outside_the_plan_that_restricts_blocks_the_plan()
    {
        await _store.RunAsync("CREATE TABLE rating (order_id int REFERENCES \"order\" ON DELETE RESTRICT); INSERT INTO rating VALUES (10)");
        var plan = await Whole().ForAsync(_store);

        var problem = Assert.Single((await _store.PrepareAsync(plan, Anna)).Problems);

        Assert.Equal(("restrict", true, "public.rating"), (problem.Code, problem.Blocking, problem.TableName));
    }

    [Fact]
    public async Task A_person_unknown_to_the_store_needs_nothing()
    {
        var outcome = await _store.EraseAsync(await Whole().ForAsync(_store), new SubjectIdentifier("email", "nobody@example.org"));

        Assert.All(outcome.Done, c => Assert.Equal((0, 0), (c.Rows, c.SharedRows)));
    }

    [Fact]
    public async Task Another_store_is_searched_by_customer_number()
    {
        var plan = await PlanBuilder.Erase.Subject("Customer Table", StepAction.Mask, ("customer_number", "customer-number"))
            .Mask("Full \"Name", MaskingMethod.Constant, "erased").ForAsync(_store);

        var outcome = await _store.EraseAsync(plan, new SubjectIdentifier("customer-number", "C-300"));

        Assert.Equal(1, outcome.Done.Single().Rows);
        Assert.Equal("erased", await _store.ScalarAsync<string>("SELECT \"Full \"\"Name\" FROM \"Customer Table\" WHERE \"Id\" = 3"));
    }

    /// <summary>Every table, with the cycle customer ↔ order, self-references and the shared address.</summary>
    internal static PlanBuilder Whole() => PlanBuilder.Erase
        .Subject("Customer Table", StepAction.Delete, ("eMail", "email"))
        .Child("order", StepAction.Delete, ("customer_id", 1, "Id"))
        .Child("order_line", StepAction.Delete, ("order_id", 2, "id"))
        .Child("line_discount", StepAction.Delete, ("order_id,line_no", 3, "order_id,line_no"))
        .Subject("visit_log", StepAction.Delete, ("customer_email", "email"))
        .Child("event", StepAction.Delete, ("customer_id", 1, "Id"))
        .Child("message", StepAction.Delete, ("customer_id", 1, "Id"))
            .Via(("reply_to", 7, "id")).OwnedBy("customer_id", 1, "Id", "Customer Table")
        .Parent("address", StepAction.Delete, ("id", 1, "address_id")).SharedBy("id", "Customer Table", "address_id", 1)
        .Detach(1, "Customer Table", "recruited_by", "Id")
        .Detach(1, "order", "gift_to", "Id")
        .Detach(7, "message", "reply_to", "id")
        .Order([4], [3], [5], [6], [7], [1, 2], [8]);

    private Task<string> IdsAsync(string query) => _store.ScalarAsync<string>($"SELECT coalesce(string_agg(DISTINCT i::text, ',' ORDER BY i::text), '') FROM ({query}) q(i)");
}
