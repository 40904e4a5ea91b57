using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Governance.ServiceDefaults.Health;

/// <summary>Something that has to be done before the service is ready (migrate, seed). Repeatable.</summary>
public interface IStartupTask
{
    /// <summary>Smaller runs first: 0 migrations, 10 seeds.</summary>
    int Order { get; }

    Task RunAsync(CancellationToken ct);
}

/// <summary>Runs the start-up tasks in the background, again and again until each has passed: a dependency that isn't there yet is waited for.</summary>
public sealed partial class StartupTasks(IServiceProvider services, ILogger<StartupTasks> logger) : BackgroundService
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Completed => _done.Task.IsCompletedSuccessfully;

    /// <summary>Background work that needs the database waits for this before it begins.</summary>
    public Task WaitAsync(CancellationToken ct) => _done.Task.WaitAsync(ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        foreach (var task in services.GetServices<IStartupTask>().OrderBy(t => t.Order))
            await RunUntilDoneAsync(task, stoppingToken);
        _done.TrySetResult();
        LogReady();
    }

    private async Task RunUntilDoneAsync(IStartupTask task, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await task.RunAsync(ct);
                return;
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                LogWaiting(task.GetType().Name, attempt, exception.GetType().Name, exception.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5000, 200 << Math.Min(attempt, 5))), ct);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Start-up task {Task} has not passed yet (attempt {Attempt}): {Error}: {Message}")]
    private partial void LogWaiting(string task, int attempt, string error, string message);

    [LoggerMessage(LogLevel.Information, "Start-up tasks are done")]
    private partial void LogReady();
}

internal sealed class StartupHealthCheck(StartupTasks tasks) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(tasks.Completed ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
