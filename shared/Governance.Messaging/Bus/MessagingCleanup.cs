using Governance.Messaging.Idempotency;
using Governance.Messaging.Inbox;
using Governance.ServiceDefaults.Health;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Governance.Messaging.Bus;

/// <summary>Drops inbox rows after 30 days and idempotency keys after 2: later repeats are not expected.</summary>
internal sealed partial class MessagingCleanup<TDbContext>(IServiceScopeFactory scopes, StartupTasks startup, TimeProvider clock, ILogger<MessagingCleanup<TDbContext>> logger) : BackgroundService
    where TDbContext : DbContext
{
    private static readonly TimeSpan InboxAge = TimeSpan.FromDays(30);
    private static readonly TimeSpan KeyAge = TimeSpan.FromDays(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        try
        {
            do
                await TryCleanAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task TryCleanAsync(CancellationToken ct)
    {
        try
        {
            await CleanAsync(ct);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            LogNotCleaned(exception.GetType().Name);
        }
    }

    private async Task CleanAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDbContext>();
        var now = clock.GetUtcNow();
        await db.Set<InboxMessage>().Where(m => m.ReceivedAt < now - InboxAge).ExecuteDeleteAsync(ct);
        await db.Set<IdempotencyRecord>().Where(r => r.CreatedAt < now - KeyAge).ExecuteDeleteAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "Old messaging rows were not removed this time: {Error}")]
    private partial void LogNotCleaned(string error);
}
