using Microsoft.Extensions.Options;

namespace Governance.DataPlane.Jobs;

/// <summary>Exponential pauses with jitter, up to a number of failures. An attempt that ended with its process is none: it says nothing of the store.</summary>
internal sealed class RetryPolicy(IOptions<JobOptions> options, TimeProvider clock)
{
    /// <summary>Taken far more often than it was given back: whoever works on it dies of it.</summary>
    public bool IsDeadly(Job job) => job.Attempts > options.Value.MostAttempts * 2;

    /// <summary>When to try again; null to give up.</summary>
    public DateTimeOffset? Next(Job job)
    {
        if (job.Failures + 1 >= options.Value.MostAttempts)
        {
            return null;
        }

        var pause = Math.Min(options.Value.RetrySeconds * Math.Pow(2, Math.Min(job.Failures, 30)), options.Value.LongestRetrySeconds);
        return clock.GetUtcNow().AddSeconds(pause * (0.8 + (0.4 * Random.Shared.NextDouble())));
    }
}
