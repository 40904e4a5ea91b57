using System.Diagnostics;
using Governance.DataPlane.Connectors;
using Governance.DataPlane.Data;
using Governance.DataPlane.Plans;
using Governance.DataPlane.Scans;
using Microsoft.EntityFrameworkCore;

namespace Governance.DataPlane.Jobs;

/// <summary>Does one kind of job. What it adds to the context is saved together with the job's new state.</summary>
internal interface IJobHandler
{
    Task RunAsync(Job job, CancellationToken ct);

    /// <summary>The job could not be done and is given up, or tried again when <paramref name="retryAt"/> is set.</summary>
    Task FailedAsync(Job job, string code, DateTimeOffset? retryAt, CancellationToken ct);

    /// <summary>Whether a failure at the customer's store is tried again by itself.</summary>
    bool RetriesStore(string code);
}

/// <summary>Runs a claimed job and saves its outcome: state and event in one transaction, only while the lease is held.</summary>
internal sealed partial class JobRunner(IServiceScopeFactory scopes, RetryPolicy retry, TimeProvider clock, ILogger<JobRunner> logger)
{
    /// <summary>Something of ours did not work: another service, our own database, a defect.</summary>
    private const string Internal = "internal";
    private const string ServiceUnavailable = "service-unavailable";

    public async Task RunAsync(Guid id, Guid lease, ActivitySource source, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DataPlaneDbContext>();
        if (await db.Jobs.SingleOrDefaultAsync(j => j.Id == id && j.Lease == lease, ct) is not { } job)
        {
            return;
        }

        using var activity = source.StartActivity($"dataplane.{job.Kind}", ActivityKind.Internal, job.TraceParent);
        LogStarted(job.Kind, id, job.Attempts);
        var handler = Handler(job, scope.ServiceProvider);
        try
        {
            if (retry.IsDeadly(job))
            {
                throw new RefusedException("interrupted-too-often");
            }

            await handler.RunAsync(job, ct);
            await db.SaveChangesAsync(ct);
            LogEnded(job.Kind, id, job.State, job.LastCode ?? "none");
        }
        catch (DbUpdateConcurrencyException)
        {
            LogLost(job.Kind, id);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            await FailAsync(id, lease, e, ct);
        }
    }

    // A fresh context: what the failed attempt left tracked must not be saved.
    private async Task FailAsync(Guid id, Guid lease, Exception failure, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DataPlaneDbContext>();
        var job = await db.Jobs.SingleAsync(j => j.Id == id && j.Lease == lease, ct);
        var handler = Handler(job, scope.ServiceProvider);
        var (code, again) = failure switch
        {
            StoreException e => (e.Code, handler.RetriesStore(e.Code)),
            RefusedException e => (e.Code, false),
            HttpRequestException or TimeoutException or IOException => (ServiceUnavailable, true),
            _ => (Internal, true),
        };
        var retryAt = again ? retry.Next(job) : null;
        await handler.FailedAsync(job, code, retryAt, ct);
        if (retryAt is { } at)
        {
            job.TryAgain(code, at);
        }
        else
        {
            job.Fail(code, clock.GetUtcNow());
        }

        await db.SaveChangesAsync(ct);
        LogFailed(job.Kind, id, code, failure.GetType().Name, retryAt);
    }

    private static IJobHandler Handler(Job job, IServiceProvider services) => job.Kind switch
    {
        JobKind.Scan => services.GetRequiredService<ScanHandler>(),
        JobKind.Prepare => services.GetRequiredService<PrepareHandler>(),
        _ => services.GetRequiredService<ExecuteHandler>(),
    };

    [LoggerMessage(LogLevel.Information, "{Kind} job {Job} started, attempt {Attempt}")]
    private partial void LogStarted(JobKind kind, Guid job, int attempt);

    [LoggerMessage(LogLevel.Information, "{Kind} job {Job} ended as {State}, code {Code}")]
    private partial void LogEnded(JobKind kind, Guid job, JobState state, string code);

    [LoggerMessage(LogLevel.Warning, "{Kind} job {Job} was taken over by another worker")]
    private partial void LogLost(JobKind kind, Guid job);

    [LoggerMessage(LogLevel.Warning, "{Kind} job {Job} failed with code {Code} ({Error}); next attempt {RetryAt}")]
    private partial void LogFailed(JobKind kind, Guid job, string code, string error, DateTimeOffset? retryAt);
}

/// <summary>Another service refused, for good: what the job is about no longer exists or is no longer wanted.</summary>
internal sealed class RefusedException(string code) : Exception(code)
{
    public string Code { get; } = code;
}
