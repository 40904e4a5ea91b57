using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.DataPlane.Tests.Support;

namespace Governance.DataPlane.Tests.Erasing;

public sealed class ChinookTests : IAsyncLifetime
{
    private static readonly SubjectIdentifier Luis = new("email", "LuisG@embraer.com.br");
    private TestStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await TestStore.ChinookAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Access_copies_the_customer_with_invoices_and_lines_and_nobody_elses()
    {
        var plan = await Reach(PlanBuilder.Export, StepAction.Export, StepAction.Export, StepAction.Export).ForAsync(_store);

        var prepared = await _store.PrepareAsync(plan, Luis);
        var (outcome, sink) = await _store.ExportAsync(plan, Luis);

        Assert.Empty(prepared.Problems);
        Assert.Equal([1, 7, 38], prepared.Steps.Select(s => s.Rows));
        Assert.Equal([1, 7, 38], outcome.Done.Select(s => s.Rows));
        Assert.Equal(39.62m, sink.Rows[3].Select(r => r.Split('\t')).Sum(r => decimal.Parse(r[3]) * int.Parse(r[4])));
        Assert.Contains("luisg@embraer.com.br", sink.Rows[1].Single());
        Assert.All(sink.Rows[2], row => Assert.Equal("1", row.Split('\t')[1]));
    }

    [Fact]
    public async Task A_masked_column_that_was_renamed_since_the_plan_is_a_gap_and_never_counts_as_done()
    {
        var plan = await Retaining().ForAsync(_store);
        await _store.RunAsync("ALTER TABLE invoice RENAME COLUMN billing_address TO billing_street");

        var prepared = await _store.PrepareAsync(plan, Luis);
        var outcome = await _store.EraseAsync(plan, Luis);

        Assert.Contains(prepared.Problems, p => (p.TableName, p.ColumnName, p.Code) == ("public.invoice", "billing_address", "column-missing"));
        Assert.Contains(outcome.Gaps, g => g.Code == "column-missing");
        Assert.DoesNotContain(outcome.Done, d => d.Step == 2);
    }

    [Fact]
    public async Task Preparation_hands_over_identifiers_of_the_matched_row_only()
    {
        var plan = await Reach(PlanBuilder.Export, StepAction.Export, StepAction.Export, StepAction.Export).ForAsync(_store);
        plan = plan with { Steps = [plan.Steps[0] with { Columns = [.. plan.Steps[0].Columns.Select(c => c.Name == "customer_id" ? c with { IdentifierKind = "customer-number" } : c.Name == "email" ? c with { IdentifierKind = "email" } : c)] }, .. plan.Steps.Skip(1)] };

        var prepared = await _store.PrepareAsync(plan, Luis);

        Assert.Equal([new SubjectIdentifier("customer-number", "1")], prepared.NewIdentifiers);
    }

    [Fact]
    public async Task Erasure_with_retained_invoices_leaves_everything_else_byte_identical()
    {
        var plan = await Retaining().ForAsync(_store);
        var before = await OthersAsync();
        Assert.Empty((await _store.PrepareAsync(plan, Luis)).Problems);

        var outcome = await _store.EraseAsync(plan, Luis);

        Assert.Equal([1, 7, 38], outcome.Done.Select(s => s.Rows));
        Assert.Empty(outcome.Gaps);
        Assert.Equal(before, await OthersAsync());
        Assert.Equal(0L, await _store.ScalarAsync<long>("SELECT count(*) FROM customer c WHERE c::text ~* 'luisg|Gonçalves|Faria Lima|3923-5555'"));
        Assert.Equal(0L, await _store.ScalarAsync<long>("SELECT count(*) FROM invoice i WHERE i::text ~* 'Faria Lima|12227-000' AND customer_id = 1"));
        Assert.Matches("^[0-9a-f]{32}@erased.invalid$", await _store.ScalarAsync<string>("SELECT email FROM customer WHERE customer_id = 1"));
    }

    [Fact]
    public async Task Repeating_an_erasure_changes_nothing()
    {
        var plan = await Retaining().ForAsync(_store);
        await _store.EraseAsync(plan, Luis);
        var after = await _store.ChecksumAsync("SELECT * FROM customer");

        var again = await _store.EraseAsync(plan, Luis);

        Assert.All(again.Done, c => Assert.Equal(0, c.Rows));
        Assert.Equal(after, await _store.ChecksumAsync("SELECT * FROM customer"));
    }

    [Fact]
    public async Task Deletion_takes_children_before_parents()
    {
        var plan = await Reach(PlanBuilder.Erase, StepAction.Delete, StepAction.Delete, StepAction.Delete).ForAsync(_store);

        var outcome = await _store.EraseAsync(plan, Luis);

        Assert.Equal([1, 7, 38], outcome.Done.Select(s => s.Rows));
        Assert.Equal(58L, await _store.ScalarAsync<long>("SELECT count(*) FROM customer"));
        Assert.Equal(412L - 7, await _store.ScalarAsync<long>("SELECT count(*) FROM invoice"));
        Assert.Equal(2240L - 38, await _store.ScalarAsync<long>("SELECT count(*) FROM invoice_line"));
    }

    [Theory]
    [InlineData("+55 (12) 3923-5555")]
    [InlineData("0055 12 39235555")]
    [InlineData("+551239235555")]
    public async Task A_phone_number_is_found_however_it_is_written(string number)
    {
        var plan = await PlanBuilder.Export.Subject("customer", StepAction.Export, ("phone", "phone")).ForAsync(_store);

        Assert.Equal(1, (await _store.PrepareAsync(plan, new SubjectIdentifier("phone", number))).Steps.Single().Rows);
    }

    [Fact]
    public async Task An_unknown_person_reaches_no_row()
    {
        var plan = await Reach(PlanBuilder.Erase, StepAction.Delete, StepAction.Delete, StepAction.Delete).ForAsync(_store);

        var outcome = await _store.EraseAsync(plan, new SubjectIdentifier("email", "' OR 1=1 --"), new SubjectIdentifier("phone", "1"));

        Assert.All(outcome.Done, c => Assert.Equal(0, c.Rows));
        Assert.Equal(59L, await _store.ScalarAsync<long>("SELECT count(*) FROM customer"));
    }

    private static PlanBuilder Reach(PlanBuilder plan, StepAction customer, StepAction invoice, StepAction line) => plan
        .Subject("customer", customer, ("email", "email"))
        .Child("invoice", invoice, ("customer_id", 1, "customer_id"))
        .Child("invoice_line", line, ("invoice_id", 2, "invoice_id"));

    private static PlanBuilder Retaining()
    {
        var plan = PlanBuilder.Erase.Subject("customer", StepAction.Mask, ("email", "email")).Categorised("email", "user.contact.email");
        foreach (var column in new[] { "first_name", "last_name", "email" })
        {
            plan.Mask(column, MaskingMethod.Pseudonym);
        }

        foreach (var column in new[] { "company", "address", "city", "state", "country", "postal_code", "phone", "fax" })
        {
            plan.Mask(column, MaskingMethod.Null);
        }

        plan.Child("invoice", StepAction.Retain, ("customer_id", 1, "customer_id"));
        foreach (var column in new[] { "billing_address", "billing_city", "billing_state", "billing_country", "billing_postal_code" })
        {
            plan.Mask(column, MaskingMethod.Null);
        }

        return plan.Child("invoice_line", StepAction.Retain, ("invoice_id", 2, "invoice_id"));
    }

    private async Task<string[]> OthersAsync()
    {
        string[] queries =
        [
            "SELECT * FROM customer WHERE customer_id <> 1", "SELECT * FROM invoice WHERE customer_id <> 1", "SELECT invoice_id, invoice_date, total FROM invoice",
            "TABLE invoice_line", "TABLE employee", "TABLE track", "TABLE album", "TABLE artist", "TABLE genre", "TABLE media_type", "TABLE playlist", "TABLE playlist_track",
        ];
        return [.. await Task.WhenAll(queries.Select(_store.ChecksumAsync))];
    }
}
