using System.Net;
using System.Net.Http.Json;
using Governance.Contracts;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.DataPlane.Connectors;
using Governance.DataPlane.Jobs;
using Governance.DataPlane.Tests.Erasing;
using Governance.DataPlane.Tests.Support;
using Governance.ServiceDefaults.Http;
using Governance.Testing;

namespace Governance.DataPlane.Tests.Jobs;

public sealed class JobTests : IAsyncLifetime
{
    private static readonly SubjectIdentifier Anna = new("email", "anna@example.org");
    private readonly DataPlaneFixture _service = new();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _service.DisposeStoresAsync();
    }

    [Fact]
    public async Task A_scan_is_stored_told_and_fetched()
    {
        var (scan, store) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        var job = await _service.RunAsync(Job.Scan(scan, store, "postgresql", _service.Secret, Now));

        Assert.Equal(JobState.Completed, job.State);
        var told = Assert.Single(await _service.EventsAsync<DataStoreScanned>(scan));
        var result = (await _service.Client("inventory", Permissions.DataPlaneRead).GetFromJsonAsync<ScanResult>($"/v1/scans/{scan}/result", ServiceJson.Options))!;
        Assert.Equal((told.TableCount, store), (result.Tables.Count, result.DataStoreId));
        Assert.Equal(HttpStatusCode.Forbidden, (await _service.Client("somebody", Permissions.DsarRead).GetAsync($"/v1/scans/{scan}/result")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _service.Client("inventory", Permissions.DataPlaneRead).GetAsync($"/v1/scans/{Guid.CreateVersion7()}/result")).StatusCode);
    }

    [Theory]
    [InlineData("env:GOVERNANCE_NO_SUCH_VARIABLE", "secret-not-found")]
    [InlineData("file:/no/such/file", "secret-not-found")]
    [InlineData("vault:somewhere", "secret-scheme-unsupported")]
    public async Task A_scan_without_a_usable_secret_fails_with_a_code(string reference, string code)
    {
        var scan = Guid.CreateVersion7();

        var job = await _service.RunAsync(Job.Scan(scan, Guid.CreateVersion7(), "postgresql", reference, Now));

        Assert.Equal((JobState.Failed, code), (job.State, job.LastCode));
        Assert.Equal(code, Assert.Single(await _service.EventsAsync<DataStoreScanFailed>(scan)).Code);
    }

    [Fact]
    public async Task A_preparation_counts_and_hands_over_new_identifiers()
    {
        var plan = await _service.PlanAsync(PlanBuilder.Export.Subject("Customer Table", StepAction.Export, ("eMail", "email")).Identifies("customer_number", "customer-number"), Anna);

        await _service.RunAsync(Job.Prepare(plan.PlanId, plan.RequestId, plan.DataStoreId, 1, Now));

        var told = Assert.Single(await _service.EventsAsync<StorePlanPrepared>(plan.PlanId));
        Assert.Equal([new StepCount(1, 1, 0)], told.Steps);
        Assert.Equal(["customer-number"], told.NewIdentifierKinds);
        Assert.Contains(new SubjectIdentifier("customer-number", "C-100"), _service.Dsar.Identifiers[plan.RequestId]);
    }

    [Fact]
    public async Task An_export_streams_each_step_to_dsar()
    {
        var plan = await _service.PlanAsync(
            PlanBuilder.Export.Subject("Customer Table", StepAction.Export, ("eMail", "email")).Child("order", StepAction.Export, ("customer_id", 1, "Id")), Anna);
        var execution = Guid.CreateVersion7();

        await _service.RunAsync(Job.Execute(execution, plan.PlanId, plan.RequestId, plan.DataStoreId, Now));

        Assert.Equal([1, 2], Assert.Single(await _service.EventsAsync<StoreExecutionCompleted>(execution)).Steps.Select(s => s.Rows));
        var part = _service.Dsar.Parts[(plan.RequestId, 2)];
        Assert.Equal(("text/tab-separated-values", plan.PlanId.ToString()), (part.ContentType, part.PlanId));
        Assert.Equal("10\t1\ta\t\\N\n11\t1\tb\t2\n", part.Body);
    }

    [Fact]
    public async Task An_erasure_is_carried_out_once_however_often_it_is_asked_for()
    {
        var plan = await _service.PlanAsync(AwkwardErasureTests.Whole(), Anna);
        var execution = Guid.CreateVersion7();
        var first = Job.Execute(execution, plan.PlanId, plan.RequestId, plan.DataStoreId, Now);

        await _service.RunAsync(first);
        await _service.AddAsync(Job.Execute(execution, plan.PlanId, plan.RequestId, plan.DataStoreId, Now));

        var told = Assert.Single(await _service.EventsAsync<StoreExecutionCompleted>(execution));
        Assert.Equal([1, 2, 3, 1, 2, 2, 2, 0], told.Steps.Select(s => s.Rows));
        Assert.Single((await ListAsync($"dataStoreId={plan.DataStoreId}")).Items);
    }

    [Fact]
    public async Task A_gap_is_told_retried_and_closed()
    {
        var plan = await _service.PlanAsync(AwkwardErasureTests.Whole(), Anna);
        await using var other = await _service.Store.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var command = new Npgsql.NpgsqlCommand("SELECT 1 FROM \"order\" WHERE id = 10 FOR UPDATE", other, transaction))
        {
            await command.ExecuteScalarAsync();
        }

        var job = Job.Execute(Guid.CreateVersion7(), plan.PlanId, plan.RequestId, plan.DataStoreId, Now);
        await _service.AddAsync(job);
        await Eventually.TrueAsync(async () => (await _service.EventsAsync<StoreExecutionIncomplete>(job.ExecutionId!.Value)).Count > 0, "the gap is told");
        await transaction.RollbackAsync();

        Assert.Equal(JobState.Completed, (await _service.WaitAsync(job.Id, j => j.FinishedAt is not null)).State);
        var gap = (await _service.EventsAsync<StoreExecutionIncomplete>(job.ExecutionId!.Value))[0];
        Assert.Equal("lock-timeout", gap.Code);
        Assert.NotNull(gap.RetryAt);
        Assert.Single(await _service.EventsAsync<StoreExecutionCompleted>(job.ExecutionId!.Value));
    }

    [Fact]
    public async Task What_can_not_be_closed_is_given_up_and_an_operator_can_have_it_tried_again()
    {
        var plan = await _service.PlanAsync(AwkwardErasureTests.Whole(), Anna);
        _service.Dsar.Broken = true;
        var job = await _service.RunAsync(Job.Execute(Guid.CreateVersion7(), plan.PlanId, plan.RequestId, plan.DataStoreId, Now));

        var told = await _service.EventsAsync<StoreExecutionIncomplete>(job.ExecutionId!.Value);
        Assert.Equal((JobState.Failed, 3), (job.State, job.Attempts));
        Assert.Equal(["service-unavailable", "service-unavailable", "service-unavailable"], told.Select(t => t.Code));
        Assert.Equal([true, true, false], told.Select(t => t.RetryAt is not null));

        _service.Dsar.Broken = false;
        Assert.Equal(HttpStatusCode.Forbidden, (await _service.Client("reader", Permissions.DataPlaneRead).PostAsync($"/v1/jobs/{job.Id}/retry", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await _service.Client("operator", Permissions.DataPlaneOperate).PostAsync($"/v1/jobs/{job.Id}/retry", null)).StatusCode);
        await _service.WaitAsync(job.Id, j => j.State == JobState.Completed);
        Assert.Equal(HttpStatusCode.Conflict, (await _service.Client("operator", Permissions.DataPlaneOperate).PostAsync($"/v1/jobs/{job.Id}/retry", null)).StatusCode);
        Assert.Single(await _service.EventsAsync<JobRetryRequested>(job.Id));
    }

    [Fact]
    public async Task After_a_crash_behind_the_commit_the_ledger_tells_what_was_done_and_nothing_is_done_again()
    {
        var plan = await _service.PlanAsync(AwkwardErasureTests.Whole(), Anna);
        var committed = await _service.Store.ScalarAsync<string>("SELECT pg_current_xact_id()::text");
        var job = Job.Execute(Guid.CreateVersion7(), plan.PlanId, plan.RequestId, plan.DataStoreId, Now);
        await _service.SaveExecutionAsync(job, new PreparedErasure(committed, new StoreOutcome([new StepCount(1, 41, 0)], [])));

        await _service.RunAsync(job);

        Assert.Equal([new StepCount(1, 41, 0)], Assert.Single(await _service.EventsAsync<StoreExecutionCompleted>(job.ExecutionId!.Value)).Steps);
        Assert.Equal(3L, await _service.Store.ScalarAsync<long>("SELECT count(*) FROM \"Customer Table\""));
    }

    [Fact]
    public async Task A_killed_workers_job_is_taken_over_when_its_lease_has_run_out()
    {
        var job = Job.Scan(Guid.CreateVersion7(), Guid.CreateVersion7(), "postgresql", _service.Secret, Now.AddMinutes(-5));
        await _service.AddAsync(job, "UPDATE jobs SET state = 'Running', lease = gen_random_uuid(), leased_until = now() - interval '1 second', attempts = 1");

        var done = await _service.WaitAsync(job.Id, j => j.FinishedAt is not null);

        Assert.Equal((JobState.Completed, 2), (done.State, done.Attempts));
    }

    [Fact]
    public async Task A_job_that_its_workers_keep_dying_of_is_given_up()
    {
        var job = Job.Scan(Guid.CreateVersion7(), Guid.CreateVersion7(), "postgresql", _service.Secret, Now.AddMinutes(-5));
        await _service.AddAsync(job, "UPDATE jobs SET state = 'Running', lease = gen_random_uuid(), leased_until = now() - interval '1 second', attempts = 6");

        var done = await _service.WaitAsync(job.Id, j => j.FinishedAt is not null);

        Assert.Equal((JobState.Failed, "interrupted-too-often"), (done.State, done.LastCode));
    }

    [Fact]
    public async Task A_job_in_another_workers_hands_is_left_alone()
    {
        var job = Job.Scan(Guid.CreateVersion7(), Guid.CreateVersion7(), "postgresql", _service.Secret, Now.AddMinutes(-5));
        await _service.AddAsync(job, "UPDATE jobs SET state = 'Running', lease = gen_random_uuid(), leased_until = now() + interval '1 hour', attempts = 1");

        await _service.RunAsync(Job.Scan(Guid.CreateVersion7(), Guid.CreateVersion7(), "postgresql", _service.Secret, Now));

        Assert.Equal(JobState.Running, (await _service.WaitAsync(job.Id, _ => true)).State);
    }

    [Fact]
    public async Task A_plan_that_dsar_no_longer_knows_is_given_up_at_once()
    {
        var execution = Guid.CreateVersion7();

        var job = await _service.RunAsync(Job.Execute(execution, Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Now));

        Assert.Equal(("plan-not-found", 1), (job.LastCode, job.Attempts));
        Assert.Null(Assert.Single(await _service.EventsAsync<StoreExecutionIncomplete>(execution)).RetryAt);
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_in_pages()
    {
        var store = Guid.CreateVersion7();
        for (var i = 0; i < 3; i++)
        {
            await _service.RunAsync(Job.Scan(Guid.CreateVersion7(), store, "postgresql", "env:GOVERNANCE_NO_SUCH_VARIABLE", Now));
        }

        var first = await ListAsync($"dataStoreId={store}&limit=2");
        var second = await ListAsync($"dataStoreId={store}&limit=2&after={first.Next}");

        Assert.Equal((2, 1), (first.Items.Count, second.Items.Count));
        Assert.Null(second.Next);
        Assert.True(first.Items[0].Id.CompareTo(first.Items[1].Id) > 0 && first.Items[1].Id.CompareTo(second.Items[0].Id) > 0);
    }

    private async Task<Page<JobResponse>> ListAsync(string query) =>
        (await _service.Client("operator", Permissions.DataPlaneRead).GetFromJsonAsync<Page<JobResponse>>($"/v1/jobs?{query}", ServiceJson.Options))!;
}
