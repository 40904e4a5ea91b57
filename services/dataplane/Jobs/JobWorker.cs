using System.Diagnostics;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using Microsoft.Extensions.Options;

namespace Governance.DataPlane.Jobs;

/// <summary>Takes due jobs and runs a bounded number of them at the same time.</summary>
internal sealed partial class JobWorker(
    JobQueue queue, JobRunner runner, StartupTasks startup, FaultPoints faults, IOptions<JobOptions> options, TimeProvider clock, ILogger<JobWorker> logger) : BackgroundService
{
    private static readonly ActivitySource Source = new("Governance");
    private readonly HashSet<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await startup.WaitAsync(stoppingToken);
            while (true)
            {
                await ClaimAsync(stoppingToken);
                var pause = Task.Delay(TimeSpan.FromMilliseconds(options.Value.PollMilliseconds), clock, stoppingToken);
                await Task.WhenAny(_running.Append(pause));
                _running.RemoveWhere(t => t.IsCompleted);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_running);
        }
    }

    private async Task ClaimAsync(CancellationToken ct)
    {
        var free = options.Value.Parallelism - _running.Count;
        if (free <= 0)
        {
            return;
        }

        try
        {
            var lease = Guid.CreateVersion7(clock.GetUtcNow());
            foreach (var job in await queue.ClaimAsync(lease, free, ct))
            {
                _running.Add(RunAsync(job, lease, ct));
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNotClaimed(e.GetType().Name);
        }
    }

    private async Task RunAsync(Guid job, Guid lease, CancellationToken ct)
    {
        await Task.Yield();
        faults.Hit("dataplane.job-claimed");
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var heartbeat = KeepAsync(job, lease, held);
        try
        {
            await runner.RunAsync(job, lease, Source, held.Token);
        }
        catch (Exception e)
        {
            // The lease runs out and the job is taken again.
            LogInterrupted(job, e.GetType().Name);
        }
        finally
        {
            await held.CancelAsync();
            await heartbeat;
        }
    }

    private async Task KeepAsync(Guid job, Guid lease, CancellationTokenSource held)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.LeaseSeconds / 3.0), clock);
        var renewed = clock.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(held.Token))
            {
                if (await TryRenewAsync(job, lease, held.Token) is not { } mine)
                {
                    mine = clock.GetElapsedTime(renewed).TotalSeconds < options.Value.LeaseSeconds;
                }
                else
                {
                    renewed = clock.GetTimestamp();
                }

                if (!mine)
                {
                    await held.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    /// <summary>Null when the database did not answer.</summary>
    private async Task<bool?> TryRenewAsync(Guid job, Guid lease, CancellationToken ct)
    {
        try
        {
            return await queue.RenewAsync(job, lease, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotRenewed(job, e.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Jobs were not claimed: {Error}")]
    private partial void LogNotClaimed(string error);

    [LoggerMessage(LogLevel.Warning, "Job {Job} was interrupted: {Error}")]
    private partial void LogInterrupted(Guid job, string error);

    [LoggerMessage(LogLevel.Warning, "The lease of job {Job} was not renewed: {Error}")]
    private partial void LogNotRenewed(Guid job, string error);
}
