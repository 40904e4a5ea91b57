using Governance.ServiceDefaults.Health;

namespace Governance.Consent.Receipts;

/// <summary>The first key, before a receipt can be asked for.</summary>
internal sealed class CreateFirstReceiptKey(ReceiptKeyRing keys) : IStartupTask
{
    public int Order => 5;

    public Task RunAsync(CancellationToken ct) => keys.EnsureAsync(ct);
}

/// <summary>Lets the next key take over when the current one has signed long enough.</summary>
internal sealed partial class ReceiptKeyUpkeep(ReceiptKeyRing keys, StartupTasks startup, TimeProvider clock, ILogger<ReceiptKeyUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.EnsureAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotEnsured(exception.GetType().Name);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The next receipt key was not made this time: {Error}")]
    private partial void LogNotEnsured(string error);
}
