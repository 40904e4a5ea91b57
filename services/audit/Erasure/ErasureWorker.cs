using Governance.Audit.Data;
using Governance.Audit.Work;
using Governance.ServiceDefaults.Health;

namespace Governance.Audit.Erasure;

/// <summary>Carries out demanded erasures, then has the files rewritten.</summary>
internal sealed partial class ErasureWorker(
    IServiceScopeFactory scopes,
    Eraser eraser,
    Rewriter rewriter,
    WakeUp<ErasureWorker> wakeUp,
    StartupTasks startup,
    TimeProvider clock,
    ILogger<ErasureWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await StepAsync(eraser.StepAsync, stoppingToken) && !await StepAsync(rewriter.RunAsync, stoppingToken))
                    await wakeUp.WaitAsync(Poll, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotErased(exception.GetType().Name);
                await Task.Delay(Poll, clock, stoppingToken);
            }
        }
    }

    private async Task<bool> StepAsync(Func<AuditDbContext, CancellationToken, Task<bool>> step, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await step(scope.ServiceProvider.GetRequiredService<AuditDbContext>(), ct);
    }

    [LoggerMessage(LogLevel.Error, "A step of an erasure could not be carried out yet: {Error}")]
    private partial void LogNotErased(string error);
}
