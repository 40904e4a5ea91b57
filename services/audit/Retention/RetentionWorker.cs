using Governance.Audit.Data;
using Governance.ServiceDefaults.Health;

namespace Governance.Audit.Retention;

/// <summary>Once an hour drops what is due.</summary>
internal sealed partial class RetentionWorker(IServiceScopeFactory scopes, MonthDropper dropper, StartupTasks startup, TimeProvider clock, ILogger<RetentionWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
            await TryDropAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TryDropAsync(CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var month in await dropper.DropDueAsync(scope.ServiceProvider.GetRequiredService<AuditDbContext>(), null, ct))
                LogDropped(month);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            LogNotDropped(exception.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Information, "The payloads of {Month} were dropped")]
    private partial void LogDropped(DateOnly month);

    [LoggerMessage(LogLevel.Error, "Payloads that are due could not be dropped this time: {Error}")]
    private partial void LogNotDropped(string error);
}
