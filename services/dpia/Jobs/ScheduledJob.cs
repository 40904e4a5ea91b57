using Governance.Dpia.Data;
using Governance.ServiceDefaults.Health;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Jobs;

/// <summary>Work that is due again and again. The seam to the scheduler: whatever calls <see cref="RunAsync"/> now and then will do.</summary>
internal interface IScheduledJob
{
    string Name { get; }

    TimeSpan Interval { get; }

    /// <summary>Does what is due. Safe to repeat at any time.</summary>
    Task RunAsync(CancellationToken ct);
}

/// <summary>When a job ran last; its row is the lease.</summary>
internal sealed class JobLease
{
    public required string Name { get; init; }

    public required DateTimeOffset NextRunAt { get; init; }
}

/// <summary>Runs jobs when they are due, each by one instance at a time: who moves the job's next run on in the table runs it.</summary>
internal sealed partial class JobRunner(IServiceScopeFactory scopes, StartupTasks startup, TimeProvider clock, ILogger<JobRunner> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Tick, clock);
        do
            await RunDueAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunDueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var job in scope.ServiceProvider.GetServices<IScheduledJob>())
        {
            try
            {
                var db = scope.ServiceProvider.GetRequiredService<DpiaDbContext>();
                db.ChangeTracker.Clear();
                if (await IsOursAsync(db, job, ct))
                    await job.RunAsync(ct);
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                LogNotDone(job.Name, exception.GetType().Name);
            }
        }
    }

    private async Task<bool> IsOursAsync(DpiaDbContext db, IScheduledJob job, CancellationToken ct)
    {
        var now = clock.Now();
        return await db.Database.ExecuteSqlAsync($"""
            INSERT INTO job_leases (name, next_run_at) VALUES ({job.Name}, {now + job.Interval})
            ON CONFLICT (name) DO UPDATE SET next_run_at = excluded.next_run_at WHERE job_leases.next_run_at <= {now}
            """, ct) == 1;
    }

    [LoggerMessage(LogLevel.Warning, "The job {Job} was not done this time: {Error}")]
    private partial void LogNotDone(string job, string error);
}
