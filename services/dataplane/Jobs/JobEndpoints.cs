using Governance.Contracts;
using Governance.Contracts.DataPlane.V1;
using Governance.DataPlane.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.DataPlane.Jobs;

internal sealed record JobResponse(
    Guid Id, JobKind Kind, JobState State, Guid DataStoreId, Guid? ScanId, Guid? PlanId, Guid? RequestId, Guid? ExecutionId,
    int Attempts, string? LastCode, DateTimeOffset CreatedAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? FinishedAt);

internal static class JobEndpoints
{
    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/jobs").WithTags("Jobs");
        group.MapGet("/", ListAsync).WithName("DataPlane.ListJobs").RequirePermission(Permissions.DataPlaneRead);
        group.MapGet("/{id:guid}", GetAsync).WithName("DataPlane.GetJob").RequirePermission(Permissions.DataPlaneRead);
        group.MapPost("/{id:guid}/retry", RetryAsync).WithName("DataPlane.RetryJob").RequirePermission(Permissions.DataPlaneOperate);
    }

    /// <param name="after">Id of the last job of the page before.</param>
    /// <param name="state"><c>queued</c>, <c>running</c>, <c>completed</c> or <c>failed</c>.</param>
    private static async Task<Results<Ok<Page<JobResponse>>, ProblemHttpResult>> ListAsync(DataPlaneDbContext db, Guid? after, int? limit, string? state, Guid? dataStoreId, CancellationToken ct)
    {
        JobState? wanted = Enum.TryParse<JobState>(state, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(state[0]) ? parsed : null;
        if (state is not null && wanted is null)
            return Problems.Validation("state", "One of: queued, running, completed, failed.");
        var count = Paging.Limit(limit);
        var rows = await db.Jobs.AsNoTracking()
            .Where(j => after == null || j.Id < after)
            .Where(j => wanted == null || j.State == wanted)
            .Where(j => dataStoreId == null || j.DataStoreId == dataStoreId)
            .OrderByDescending(j => j.Id).Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, ToResponse, j => j.Id.ToString()));
    }

    private static async Task<Results<Ok<JobResponse>, ProblemHttpResult>> GetAsync(Guid id, DataPlaneDbContext db, CancellationToken ct) =>
        await db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, ct) is { } job ? TypedResults.Ok(ToResponse(job)) : Problems.NotFound("job");

    private static async Task<Results<Accepted<JobResponse>, ProblemHttpResult>> RetryAsync(
        Guid id, DataPlaneDbContext db, MessageOutbox outbox, EventHeaders headers, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Jobs.SingleOrDefaultAsync(j => j.Id == id, ct) is not { } job)
        {
            return Problems.NotFound("job");
        }

        if (!job.RequestRetry(clock.GetUtcNow()))
        {
            return Problems.Conflict("job-not-retryable", "The job is running or completed.");
        }

        outbox.Add(db, new JobRetryRequested(headers.New(http.User.Actor(), "job", job.Id), job.Id, job.DataStoreId));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Problems.Conflict("job-not-retryable", "The job has just been taken up.");
        }

        return TypedResults.Accepted($"/v1/jobs/{job.Id}", ToResponse(job));
    }

    private static JobResponse ToResponse(Job j) => new(
        j.Id, j.Kind, j.State, j.DataStoreId, j.ScanId, j.PlanId, j.RequestId, j.ExecutionId, j.Attempts, j.LastCode, j.CreatedAt,
        j.State == JobState.Queued ? j.NextAttemptAt : null, j.FinishedAt);
}
