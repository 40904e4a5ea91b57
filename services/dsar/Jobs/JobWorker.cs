using Governance.Dsar.Data;
using Governance.ServiceDefaults.Health;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Jobs;

/// <summary>Runs due jobs, a few at a time. A lease is renewed while the work lasts; after a crash the job is taken up again.</summary>
internal sealed partial class JobWorker(
    JobStore store, IServiceScopeFactory scopes, IEnumerable<JobRegistration> registrations, StartupTasks startup, TimeProvider clock, ILogger<JobWorker> logger) : BackgroundService
{
    private const int Lanes = 3;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, Type> handlers = registrations.ToDictionary(r => r.Kind, r => r.Handler, StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => RunLaneAsync(stoppingToken)));
    }

    private async Task RunLaneAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await store.ClaimAsync(Guid.CreateVersion7(clock.GetUtcNow()), ct) is { } job)
                    await RunAsync(job, ct);
                else
                    await Task.Delay(Poll, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogNotClaimed(exception.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), ct);
            }
        }
    }

    private async Task RunAsync(Job job, CancellationToken ct)
    {
        using var work = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewal = RenewAsync(job, work);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<DsarDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync(work.Token);
            await ((IJobHandler)scope.ServiceProvider.GetRequiredService(handlers[job.Kind])).RunAsync(job, work.Token);
            await db.SaveChangesAsync(work.Token);

            // Only who still holds the lease may make the work's changes permanent.
            if (await db.Jobs.Where(j => j.Id == job.Id && j.Lease == job.Lease).ExecuteDeleteAsync(work.Token) == 1)
                await transaction.CommitAsync(work.Token);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            LogFailed(job.Id, job.Kind, job.RequestId, job.Attempts, exception.GetType().Name);
            await store.ReleaseAsync(job, ct);
        }
        finally
        {
            await work.CancelAsync();
            await renewal;
        }
    }

    private async Task RenewAsync(Job job, CancellationTokenSource work)
    {
        try
        {
            while (true)
            {
                await Task.Delay(JobStore.LeaseTime / 3, work.Token);
                if (!await store.RenewAsync(job.Id, job.Lease!.Value, work.Token))
                    await work.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The work is over.
        }
        catch (Exception exception)
        {
            LogNotClaimed(exception.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Job {JobId} ({Kind}) of request {RequestId} failed at attempt {Attempt} and is tried again: {Error}")]
    private partial void LogFailed(Guid jobId, string kind, Guid requestId, int attempt, string error);

    [LoggerMessage(LogLevel.Warning, "Jobs can't be read at the moment: {Error}")]
    private partial void LogNotClaimed(string error);
}
