using Governance.ServiceDefaults.Health;

namespace Governance.Consent.Records;

/// <summary>Looks every minute for consents whose time has run out. Several instances may: each expiry is recorded once.</summary>
internal sealed partial class ExpiryWorker(IServiceScopeFactory scopes, StartupTasks startup, TimeProvider clock, ILogger<ExpiryWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        var from = DateTimeOffset.UnixEpoch;
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                from = await RunOnceAsync(from, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotRecorded(exception.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<DateTimeOffset> RunOnceAsync(DateTimeOffset from, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ExpireConsents>().RunAsync(from, ct);
    }

    [LoggerMessage(LogLevel.Warning, "Expired consents were not recorded this time: {Error}")]
    private partial void LogNotRecorded(string error);
}
