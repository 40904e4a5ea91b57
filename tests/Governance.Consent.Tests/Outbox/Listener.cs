using Governance.Contracts.Consent.V1;
using Governance.Messaging;
using Governance.Messaging.Bus;
using Governance.Messaging.Inbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using Governance.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Consent.Tests.Outbox;

/// <summary>The smallest service that listens to consents: what any consumer does, with the consumers' own base class.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Listener(WebApplication app) => _app = app;

    public static async Task<Listener> StartAsync(TestDatabase database, string broker, string issuer)
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
        builder.AddServiceDefaults("listener");
        builder.AddServiceDatabase<ListenerDbContext>();
        builder.AddMessageBus<ListenerDbContext>("listener", bus => bus.Consume<HearGiven>("hear-given").Consume<HearWithdrawn>("hear-withdrawn"));
        builder.Services.AddSingleton<IStartupTask, CreateTables>();
        var app = builder.Build();
        app.UseServiceDefaults();
        await app.StartAsync();
        await app.Services.GetRequiredService<StartupTasks>().WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        return new(app);
    }

    /// <summary>Versions of a purpose's records that had an effect, in the order in which they had it.</summary>
    public async Task<List<int>> HeardAsync(string purpose)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ListenerDbContext>().Heard.Where(h => h.Purpose == purpose).OrderBy(h => h.Id).Select(h => h.Version).ToListAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

internal sealed class Heard
{
    public long Id { get; init; }

    public required string Purpose { get; init; }

    public required int Version { get; init; }
}

internal sealed class ListenerDbContext(DbContextOptions<ListenerDbContext> options) : DbContext(options)
{
    public DbSet<Heard> Heard => Set<Heard>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Heard>();
        modelBuilder.AddMessagingTables().UseSnakeCase();
    }
}

internal sealed class HearGiven(ListenerDbContext db, ConsumerSupport support) : IdempotentConsumer<ConsentGiven, ListenerDbContext>(db, support)
{
    protected override Task HandleAsync(ConsentGiven message, CancellationToken ct)
    {
        Db.Add(new Heard { Purpose = message.PurposeCode, Version = message.StreamVersion });
        return Task.CompletedTask;
    }
}

internal sealed class HearWithdrawn(ListenerDbContext db, ConsumerSupport support) : IdempotentConsumer<ConsentWithdrawn, ListenerDbContext>(db, support)
{
    protected override Task HandleAsync(ConsentWithdrawn message, CancellationToken ct)
    {
        Db.Add(new Heard { Purpose = message.PurposeCode, Version = message.StreamVersion });
        return Task.CompletedTask;
    }
}

internal sealed class CreateTables(IServiceScopeFactory scopes) : IStartupTask
{
    public int Order => 1;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ListenerDbContext>();
        await db.Database.ExecuteSqlRawAsync(db.Database.GenerateCreateScript(), ct);
    }
}
