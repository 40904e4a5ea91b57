using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors;
using Governance.DataPlane.Data;
using Governance.DataPlane.Jobs;
using Governance.DataPlane.Plans;
using Governance.Messaging;
using Governance.Messaging.Outbox;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.DataPlane.Tests.Support;

/// <summary>The service on real HTTP, with a customer's store and a fake dsar. Secrets come from the environment, as in operation.</summary>
internal sealed class DataPlaneFixture(bool withBroker = false) : ServiceFixture<Program>
{
    private readonly string _variable = $"GOVERNANCE_TEST_STORE_{Guid.CreateVersion7():N}";

    internal TestStore Store { get; private set; } = null!;

    internal FakeDsar Dsar { get; private set; } = null!;

    internal string Secret => $"env:{_variable}";

    protected override bool WithBroker => withBroker;

    protected override async Task<IReadOnlyDictionary<string, string>> ConfigureAsync()
    {
        Store = await TestStore.CreateAsync(AwkwardSchema.Sql);
        Dsar = await FakeDsar.StartAsync();
        Environment.SetEnvironmentVariable(_variable, Store.ConnectionString);
        return new Dictionary<string, string>
        {
            ["Services:Dsar"] = Dsar.Url,
            ["Jobs:PollMilliseconds"] = "50",
            ["Jobs:RetrySeconds"] = "0.2",
            ["Jobs:MostAttempts"] = "3",
            ["Jobs:LeaseSeconds"] = "4",
            ["StoreLimits:LockSeconds"] = "1",
        };
    }

    internal async Task<Job> RunAsync(Job job)
    {
        await AddAsync(job);
        return await WaitAsync(job.Id, j => j.FinishedAt is not null);
    }

    /// <param name="before">A statement that puts the jobs into another state before any worker sees them.</param>
    internal async Task AddAsync(Job job, string? before = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DataPlaneDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.AddJobAsync(job, CancellationToken.None);
        await db.SaveChangesAsync();
        if (before is not null)
        {
            await db.Database.ExecuteSqlRawAsync(before);
        }

        await transaction.CommitAsync();
    }

    internal async Task SaveExecutionAsync(Job job, PreparedErasure prepared)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DataPlaneDbContext>();
        var execution = Execution.Start(job.ExecutionId!.Value, job.PlanId!.Value, job.DataStoreId, job.CreatedAt);
        execution.Prepare(prepared);
        db.Add(execution);
        await db.SaveChangesAsync();
    }

    internal Task<Job> WaitAsync(Guid id, Func<Job, bool> condition) => Eventually.GetAsync(
        async () =>
        {
            await using var scope = Services.CreateAsyncScope();
            var job = await scope.ServiceProvider.GetRequiredService<DataPlaneDbContext>().Jobs.AsNoTracking().SingleAsync(j => j.Id == id);
            return condition(job) ? job : null;
        },
        "the job gets there");

    /// <summary>Events of one kind about one thing, as they wait in the outbox.</summary>
    internal async Task<IReadOnlyList<T>> EventsAsync<T>(Guid about) =>
    [
        .. (await OutboxAsync<DataPlaneDbContext>()).Where(m => m.MessageType == typeof(T).FullName && m.Body.Contains(about.ToString(), StringComparison.Ordinal))
            .Select(m => System.Text.Json.JsonSerializer.Deserialize<T>(m.Body, MessageJson.Options)!),
    ];

    internal async Task<StorePlan> PlanAsync(PlanBuilder builder, params SubjectIdentifier[] identifiers)
    {
        var plan = await builder.ForAsync(Store) with { SecretReference = Secret };
        Dsar.Add(plan, identifiers);
        return plan;
    }

    internal async Task DisposeStoresAsync()
    {
        await Dsar.DisposeAsync();
        await Store.DisposeAsync();
    }
}
