using Governance.Contracts.Dsar.V1;
using Governance.Messaging;
using Governance.Messaging.Bus;
using Governance.Messaging.Inbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Governance.Benchmarks.Messaging;

/// <summary>A service with nothing but messaging: real outbox, dispatcher, broker, inbox and a one-row handler.</summary>
internal static class ProbeService
{
    public static async Task<WebApplication> StartAsync(string database, string broker, bool consumes)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Database"] = database,
            ["ConnectionStrings:RabbitMq"] = broker,
            ["Authentication:Authority"] = "http://127.0.0.1:1",
            ["Authentication:Audience"] = "none",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults("bench");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddServiceDatabase<BenchDbContext>();
        builder.AddMessageBus<BenchDbContext>("bench", bus =>
        {
            if (consumes)
                bus.ConsumeBatches<RecordArrival>("record-arrival", batchSize: 128);
        });
        builder.Services.AddSingleton<IStartupTask, CreateTables>();
        var app = builder.Build();
        await app.StartAsync();
        await app.Services.GetRequiredService<StartupTasks>().WaitAsync(CancellationToken.None);
        return app;
    }
}

internal sealed class Arrival
{
    public required Guid Id { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public required DateTimeOffset HandledAt { get; init; }
}

internal sealed class BenchDbContext(DbContextOptions<BenchDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Arrival>().ToTable("arrivals");
        modelBuilder.AddMessagingTables().UseSnakeCase();
    }
}

internal sealed class RecordArrival(BenchDbContext db, BatchConsumerSupport support) : IdempotentBatchConsumer<PlanApproved, BenchDbContext>(db, support)
{
    protected override Task HandleAsync(IReadOnlyList<ConsumeContext<PlanApproved>> messages, CancellationToken ct)
    {
        Db.AddRange(messages.Select(m => new Arrival { Id = m.Message.Header.EventId, SentAt = m.Message.Header.OccurredAt, HandledAt = TimeProvider.System.GetUtcNow() }));
        return Task.CompletedTask;
    }
}

internal sealed class CreateTables(IServiceScopeFactory scopes) : IStartupTask
{
    public int Order => 1;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDbContext>();
        if (!await db.Database.SqlQueryRaw<bool>("SELECT to_regclass('outbox') IS NOT NULL AS \"Value\"").SingleAsync(ct))
            await db.Database.ExecuteSqlRawAsync(db.Database.GenerateCreateScript(), ct);
    }
}
