using Governance.Identity.Keys;
using Governance.ServiceDefaults.Health;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Data;

/// <summary>Every hour: the next signing key when it is due, and what has expired goes.</summary>
internal sealed partial class Cleanup(IServiceScopeFactory scopes, StartupTasks startup, KeyRing keys, TimeProvider clock, ILogger<Cleanup> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Expired rows are kept this long, so that a late reuse is still recognised.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        await keys.EnsureAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceIdentityDbContext>();
        var end = clock.GetUtcNow() - Keep;
        // Codes and refresh tokens go with their grant.
        await db.Grants.Where(g => g.ExpiresAt < end).ExecuteDeleteAsync(cancellationToken);
        await db.Sessions.Where(s => s.ExpiresAt < end && !db.Grants.Any(g => g.SessionId == s.Id)).ExecuteDeleteAsync(cancellationToken);
        await db.RevokedAccessTokens.Where(t => t.ExpiresAt < end).ExecuteDeleteAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Expired grants were not removed this time: {Error}")]
    private partial void LogFailed(string error);
}
