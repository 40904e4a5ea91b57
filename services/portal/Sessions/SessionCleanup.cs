using Governance.Portal.Data;
using Governance.ServiceDefaults.Health;
using Microsoft.EntityFrameworkCore;

namespace Governance.Portal.Sessions;

/// <summary>Every hour: sessions that have ended go, with their tokens.</summary>
internal sealed partial class SessionCleanup(IServiceScopeFactory scopes, StartupTasks startup, TimeProvider clock, ILogger<SessionCleanup> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var now = clock.GetUtcNow();
                await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Sessions.Where(s => s.ExpiresAt < now).ExecuteDeleteAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "Ended sessions were not removed this time: {Error}")]
    private partial void LogFailed(string error);
}
