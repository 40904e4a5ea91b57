using Governance.ServiceDefaults.Health;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Consent.Decisions.Caching;

/// <summary>Hears PostgreSQL's notifications. Only speed depends on it.</summary>
internal sealed partial class CacheListener(NpgsqlDataSource database, CacheSignals signals, StartupTasks startup, IOptions<DecisionCacheOptions> options, ILogger<CacheListener> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogLost(exception.GetType().Name);
                await Task.Delay(options.Value.Beat, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, notification) => signals.Raise(notification.Channel);
        await using (var listen = new NpgsqlCommand($"LISTEN {CacheSignals.Changed}; LISTEN {CacheSignals.Dropped}", connection))
            await listen.ExecuteNonQueryAsync(ct);
        while (true)
            await connection.WaitAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "Notifications are not heard at the moment, changes are looked for at every beat: {Error}")]
    private partial void LogLost(string error);
}
