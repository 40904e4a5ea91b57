using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors;
using Governance.DataPlane.Tests.Support;

namespace Governance.DataPlane.Tests.Erasing;

public sealed class CrashTests : IAsyncLifetime
{
    private static readonly SubjectIdentifier Anna = new("email", "anna@example.org");
    private TestStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await TestStore.CreateAsync(AwkwardSchema.Sql);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData("dataplane.erase.begin")]
    [InlineData("dataplane.erase.after-detach")]
    [InlineData("dataplane.erase.after-step-3")]
    [InlineData("dataplane.erase.before-prepared")]
    [InlineData("dataplane.erase.after-prepared")]
    [InlineData("dataplane.erase.after-commit")]
    public async Task Dying_at_any_boundary_and_resuming_erases_exactly_once(string boundary)
    {
        var plan = await AwkwardErasureTests.Whole().ForAsync(_store);
        var dying = new MemoryLedger(boundary);
        await Assert.ThrowsAsync<DiedException>(() => _store.EraseAsync(plan, dying, Anna));

        var outcome = await _store.EraseAsync(plan, new MemoryLedger { ExecutionId = dying.ExecutionId, Prepared = dying.Prepared }, Anna);

        Assert.Equal([1, 2, 3, 1, 2, 2, 2, 0], outcome.Done.Select(s => s.Rows));
        Assert.Equal(2L, await _store.ScalarAsync<long>("SELECT count(*) FROM \"Customer Table\""));
    }

    [Fact]
    public async Task A_transaction_still_running_elsewhere_is_waited_for()
    {
        var plan = await AwkwardErasureTests.Whole().ForAsync(_store);
        await using var other = await _store.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand("SELECT pg_current_xact_id()::text", other, transaction);
        var running = (string)(await command.ExecuteScalarAsync())!;

        var failure = await Assert.ThrowsAsync<StoreException>(() =>
            _store.EraseAsync(plan, new MemoryLedger { Prepared = new PreparedErasure(running, new StoreOutcome([], [])) }, Anna));

        Assert.Equal("busy", failure.Code);
        Assert.True(StoreCodes.CanRetry(failure.Code));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("999999999999")]
    public async Task A_transaction_the_store_no_longer_or_not_yet_knows_is_done_again(string transactionId)
    {
        var plan = await AwkwardErasureTests.Whole().ForAsync(_store);

        var outcome = await _store.EraseAsync(plan, new MemoryLedger { Prepared = new PreparedErasure(transactionId, new StoreOutcome([], [])) }, Anna);

        Assert.Equal(1, outcome.Done[0].Rows);
    }

    [Fact]
    public async Task A_locked_row_times_out_and_nothing_is_changed()
    {
        var plan = await AwkwardErasureTests.Whole().ForAsync(_store);
        var before = await _store.ChecksumAsync("SELECT * FROM order_line");
        await using var other = await _store.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand("SELECT 1 FROM \"order\" WHERE id = 10 FOR UPDATE", other, transaction);
        await command.ExecuteScalarAsync();

        var failure = await Assert.ThrowsAsync<StoreException>(() => _store.EraseAsync(plan, Anna));

        Assert.Equal("lock-timeout", failure.Code);
        Assert.Null(failure.InnerException);
        Assert.Equal(before, await _store.ChecksumAsync("SELECT * FROM order_line"));
    }

    [Fact]
    public async Task A_row_that_appears_meanwhile_is_found_by_the_proof_and_nothing_is_committed()
    {
        var plan = await AwkwardErasureTests.Whole().ForAsync(_store);
        var ledger = new MemoryLedger
        {
            Meanwhile = boundary => boundary == "dataplane.erase.after-step-5" ? _store.RunAsync("INSERT INTO visit_log VALUES ('anna@example.org', NULL, now())") : Task.CompletedTask,
        };

        var failure = await Assert.ThrowsAsync<StoreException>(() => _store.EraseAsync(plan, ledger, Anna));

        Assert.Equal("residual", failure.Code);
        Assert.Equal(3L, await _store.ScalarAsync<long>("SELECT count(*) FROM \"Customer Table\""));
    }

    [Fact]
    public async Task A_trigger_that_restores_a_value_is_found_by_the_proof()
    {
        await _store.RunAsync("CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.street = OLD.street; RETURN NEW; END'; CREATE TRIGGER keep BEFORE UPDATE ON address FOR EACH ROW EXECUTE FUNCTION keep()");
        var plan = await PlanBuilder.Erase.Subject("address", StepAction.Mask, ("id", "number")).Mask("street", Contracts.Inventory.V1.MaskingMethod.Pseudonym).ForAsync(_store);

        Assert.Equal("residual", (await Assert.ThrowsAsync<StoreException>(() => _store.EraseAsync(plan, new SubjectIdentifier("number", "2")))).Code);
    }

    [Fact]
    public async Task A_violated_constraint_is_named_without_values()
    {
        await _store.RunAsync("ALTER TABLE address ADD CONSTRAINT berlin_only CHECK (city <> 'nowhere')");
        var plan = await PlanBuilder.Erase.Subject("address", StepAction.Mask, ("id", "number")).Mask("city", Contracts.Inventory.V1.MaskingMethod.Constant, "nowhere").ForAsync(_store);

        var failure = await Assert.ThrowsAsync<StoreException>(() => _store.EraseAsync(plan, new SubjectIdentifier("number", "1")));

        Assert.Equal("constraint:berlin_only", failure.Message);
        Assert.DoesNotContain("Berlin", failure.ToString(), StringComparison.Ordinal);
    }
}
