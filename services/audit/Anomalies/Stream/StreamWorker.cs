using Governance.ServiceDefaults.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Governance.Audit.Anomalies.Stream;

/// <summary>Lets the watcher read on while there is something to read. Never in the way of the writer: it takes no lock that the writer needs.</summary>
internal sealed partial class StreamWorker(StreamWatcher watcher, StartupTasks startup, IOptions<AnomalyOptions> options, TimeProvider clock, ILogger<StreamWorker> logger) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);
    private volatile bool _isStuck;

    /// <summary>Degraded, not unhealthy: the log itself goes on, but nobody watches it.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_isStuck ? HealthCheckResult.Degraded() : HealthCheckResult.Healthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
            return;
        await startup.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // A pause after a full batch too: when the log grows fast, its writer comes first.
                var isBehind = await watcher.ReadAsync(stoppingToken) >= options.Value.BatchSize;
                _isStuck = false;
                await Task.Delay(TimeSpan.FromMilliseconds(isBehind ? options.Value.BusyPauseMilliseconds : options.Value.PauseMilliseconds), clock, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                _isStuck = true;
                LogNotRead(exception.GetType().Name);
                await Task.Delay(AfterFailure, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The detectors could not read on in the log: {Error}")]
    private partial void LogNotRead(string error);
}
