using System.Diagnostics.Metrics;
using Governance.ServiceDefaults.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Governance.Audit.Checkpoints;

/// <summary>Publishes a checkpoint whenever the tree has grown, and has it witnessed.</summary>
internal sealed partial class CheckpointWorker : BackgroundService, IHealthCheck
{
    private static readonly Meter Meter = new("Governance");
    private readonly CheckpointPublisher _publisher;
    private readonly Witnesses _witnesses;
    private readonly CheckpointFindings _findings;
    private readonly StartupTasks _startup;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly ILogger<CheckpointWorker> _logger;

    public CheckpointWorker(
        CheckpointPublisher publisher, Witnesses witnesses, CheckpointFindings findings, StartupTasks startup, IOptions<CheckpointOptions> options, TimeProvider clock, ILogger<CheckpointWorker> logger)
    {
        (_publisher, _witnesses, _findings, _startup, _clock, _interval, _logger) = (publisher, witnesses, findings, startup, clock, options.Value.Interval, logger);
        Meter.CreateObservableGauge("audit.checkpoint.refused", () => Refusal is null ? 0 : 1, description: "1 while the log does not continue what was published");
        Meter.CreateObservableGauge("audit.checkpoint.size", () => Last?.Current?.Checkpoint.Size ?? 0, description: "entries under the newest checkpoint");
        Meter.CreateObservableGauge("audit.witness.objections", () => _witnesses.All.Count(w => w.State == WitnessState.Objecting), description: "witnesses that saw another log");
    }

    /// <summary>What came of the last attempt.</summary>
    public PublishResult? Last { get; private set; }

    /// <summary>Why nothing is signed; null while all is well.</summary>
    public string? Refusal => Last is { State: PublishState.Refused } refused ? refused.Reason : null;

    /// <summary>A witness's word alone makes it degraded, not unhealthy: a stranger must not be able to take the log out of service.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Refusal is not null ? HealthCheckResult.Unhealthy()
            : _witnesses.All.Any(w => w.State == WitnessState.Objecting) ? HealthCheckResult.Degraded()
            : HealthCheckResult.Healthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _startup.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(_interval, _clock);
        do
        {
            try
            {
                await PublishAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PublishAsync(CancellationToken ct)
    {
        var result = await _publisher.PublishAsync(ct);
        if (result.State == PublishState.Busy)
            return;
        Last = result;
        if (result.State == PublishState.Refused)
        {
            await _findings.RefusedAsync(result, ct);
            return;
        }

        if (result.IsFirst)
            await _findings.SeriesStartedAsync(result.Current!.Checkpoint, ct);
        if (result.Current is { } current)
            await _witnesses.CosignAsync(current, ct);
    }

    [LoggerMessage(LogLevel.Error, "A checkpoint could not be published or witnessed: {Error}")]
    private partial void LogFailed(string error);
}
