using Governance.Dsar.Jobs;
using Governance.Dsar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Dsar.Tests.Jobs;

[Collection(nameof(DsarCollection))]
public sealed class JobPauseTests(DsarFixture service)
{
    /// <summary>A service that was stopped over a job nine times has learnt nothing about the work.</summary>
    [Theory]
    [InlineData(9, 0, 2)]
    [InlineData(1, 0, 2)]
    [InlineData(4, 3, 16)]
    [InlineData(50, 49, 600)]
    public async Task The_pause_before_a_job_is_tried_again_grows_with_its_failures_and_not_with_the_processes_that_ended_over_it(int attempts, int failures, int seconds)
    {
        // The tests' clock stands still, so no worker takes it.
        var now = service.Clock.GetUtcNow();
        var job = new Job
        {
            Id = Guid.CreateVersion7(), Kind = JobKinds.DeletePackage, RequestId = Guid.CreateVersion7(), SubjectId = Guid.CreateVersion7(), DueAt = now.AddDays(400),
            Lease = Guid.CreateVersion7(), LeasedUntil = now.AddDays(400), Attempts = attempts, Failures = failures,
        };
        await service.InDatabaseAsync(async db =>
        {
            db.Jobs.Add(job);
            return await db.SaveChangesAsync();
        });
        await service.Services.GetRequiredService<JobStore>().ReleaseAsync(job, CancellationToken.None);

        var put = await service.InDatabaseAsync(db => db.Jobs.AsNoTracking().SingleAsync(j => j.Id == job.Id));
        Assert.Equal(now.AddSeconds(seconds), put.DueAt);
        Assert.Equal(failures + 1, put.Failures);
        await service.InDatabaseAsync(db => db.Jobs.Where(j => j.Id == job.Id).ExecuteDeleteAsync());
    }
}
