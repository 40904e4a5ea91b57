using Governance.DataPlane.Jobs;
using Microsoft.Extensions.Options;

namespace Governance.DataPlane.Tests.Jobs;

public sealed class RetryPolicyTests
{
    private static readonly JobOptions Options = new() { RetrySeconds = 10, LongestRetrySeconds = 3600, MostAttempts = 4 };

    [Fact]
    public void Attempts_that_ended_with_their_process_do_not_lengthen_the_pause()
    {
        var job = NewJob();
        typeof(Job).GetProperty(nameof(Job.Attempts))!.SetValue(job, 11);

        Assert.InRange(Pause(job)!.Value.TotalSeconds, 0, 13);
    }

    [Fact]
    public void Each_failure_doubles_the_pause_until_it_is_given_up()
    {
        var job = NewJob();
        foreach (var (least, most) in new[] { (7, 13), (15, 25), (31, 49) })
        {
            Assert.InRange(Pause(job)!.Value.TotalSeconds, least, most);
            job.TryAgain("unreachable", TimeProvider.System.GetUtcNow());
        }

        Assert.Null(Pause(job));
        job.RequestRetry(TimeProvider.System.GetUtcNow());
        Assert.NotNull(Pause(job));
    }

    private static Job NewJob() => Job.Execute(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), TimeProvider.System.GetUtcNow());

    private static TimeSpan? Pause(Job job) => new RetryPolicy(Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System).Next(job) - TimeProvider.System.GetUtcNow();
}
