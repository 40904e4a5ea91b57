using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Messaging;
using Governance.Messaging.Bus;
using Governance.Messaging.Failures;
using Governance.Messaging.Idempotency;
using Governance.Messaging.Inbox;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Health;
using Governance.Testing;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Messaging.Tests;

/// <summary>The smallest service: two tables, one consumer, one endpoint. Stands in for the real ones.</summary>
internal sealed class MessagingHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MessagingHost(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public Uri BaseAddress => new(_app.Urls.First());

    public static async Task<MessagingHost> StartAsync(TestDatabase database, string broker, string issuer, string service = "probe")
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Database"] = database.ConnectionString,
            ["ConnectionStrings:RabbitMq"] = broker,
            ["Authentication:Authority"] = issuer,
            ["Authentication:Audience"] = TestIssuer.Audience,
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults(service);
        builder.AddServiceDatabase<ProbeDbContext>();
        builder.AddMessageBus<ProbeDbContext>(service, bus => bus.Consume<CountPlans>("count-plans").Consume<FailOnRefusals>("fail-on-refusals").ConsumeBatches<RecordSentBack>("record-sent-back", batchSize: 50));
        builder.Services.AddSingleton<FailureSwitch>();
        builder.Services.AddSingleton<IStartupTask, CreateTables>();
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapFailedMessages<ProbeDbContext>();
        app.MapPost("/v1/notes", async (NoteBody body, ProbeDbContext db, CancellationToken ct) =>
        {
            if (body.Text.Length == 0)
                return Problems.Validation("text", "Required.");
            var note = new Effect { Id = Guid.CreateVersion7(), MessageId = Guid.Empty };
            db.Add(note);
            await db.SaveChangesAsync(ct);
            return (IResult)TypedResults.Created($"/v1/notes/{note.Id}", new { note.Id });
        }).WithIdempotency<ProbeDbContext>().AllowPublic("test");
        await app.StartAsync();
        await app.Services.GetRequiredService<StartupTasks>().WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        return new(app);
    }

    /// <summary>Saves events through the outbox, as a handler does.</summary>
    public async Task SaveAsync(params IEvent[] events)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProbeDbContext>();
        foreach (var message in events)
            Services.GetRequiredService<MessageOutbox>().Add(db, message);
        await db.SaveChangesAsync();
    }

    public PlanApproved NewPlanApproved() =>
        new(Services.GetRequiredService<EventHeaders>().New(null, "plan", Guid.CreateVersion7()), Guid.CreateVersion7(), Guid.CreateVersion7(), "00");

    public SubjectRequestRefused NewRefusal() =>
        new(Services.GetRequiredService<EventHeaders>().New(null, "subject-request", Guid.CreateVersion7()), Guid.CreateVersion7(), "excessive");

    /// <param name="reason">"poison" makes the consumer fail.</param>
    public PlanSentBack NewSentBack(string reason) =>
        new(Services.GetRequiredService<EventHeaders>().New(null, "plan", Guid.CreateVersion7()) with { Reason = reason }, Guid.CreateVersion7(), Guid.CreateVersion7());

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

internal sealed record NoteBody(string Text);

internal sealed class Effect
{
    public required Guid Id { get; init; }

    public required Guid MessageId { get; init; }
}

internal sealed class ProbeDbContext(DbContextOptions<ProbeDbContext> options) : DbContext(options)
{
    public DbSet<Effect> Effects => Set<Effect>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Effect>();
        modelBuilder.AddMessagingTables().UseSnakeCase();
    }
}

/// <summary>Each message handled adds one row: two rows would be two effects.</summary>
internal sealed class CountPlans(ProbeDbContext db, ConsumerSupport support) : IdempotentConsumer<PlanApproved, ProbeDbContext>(db, support)
{
    protected override Task HandleAsync(PlanApproved message, CancellationToken ct)
    {
        Db.Add(new Effect { Id = Guid.CreateVersion7(), MessageId = message.Header.EventId });
        return Task.CompletedTask;
    }
}

internal sealed class FailureSwitch
{
    public bool Failing { get; set; } = true;
}

internal sealed class FailOnRefusals(ProbeDbContext db, ConsumerSupport support, FailureSwitch failure) : IdempotentConsumer<SubjectRequestRefused, ProbeDbContext>(db, support)
{
    protected override Task HandleAsync(SubjectRequestRefused message, CancellationToken ct)
    {
        Db.Add(new Effect { Id = Guid.CreateVersion7(), MessageId = message.Header.EventId });
        return failure.Failing ? throw new InvalidOperationException("The handler is broken.") : Task.CompletedTask;
    }
}

internal sealed class RecordSentBack(ProbeDbContext db, BatchConsumerSupport support) : IdempotentBatchConsumer<PlanSentBack, ProbeDbContext>(db, support)
{
    protected override Task HandleAsync(IReadOnlyList<ConsumeContext<PlanSentBack>> messages, CancellationToken ct)
    {
        if (messages.Any(m => m.Message.Header.Reason == "poison"))
            throw new InvalidOperationException("The handler is broken.");
        Db.AddRange(messages.Select(m => new Effect { Id = Guid.CreateVersion7(), MessageId = m.Message.Header.EventId }));
        return Task.CompletedTask;
    }
}

internal sealed class CreateTables(IServiceScopeFactory scopes) : IStartupTask
{
    public int Order => 1;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProbeDbContext>();
        if (!await db.Database.SqlQueryRaw<bool>("SELECT to_regclass('outbox') IS NOT NULL AS \"Value\"").SingleAsync(ct))
            await db.Database.ExecuteSqlRawAsync(db.Database.GenerateCreateScript(), ct);
    }
}
