using System.ComponentModel.DataAnnotations;

namespace Governance.DataPlane.Jobs;

internal sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Jobs in hand at the same time.</summary>
    [Range(1, 64)]
    public int Parallelism { get; set; } = 4;

    /// <summary>After this time without a sign of life another worker takes the job.</summary>
    [Range(2, 3600)]
    public int LeaseSeconds { get; set; } = 20;

    [Range(50, 60000)]
    public int PollMilliseconds { get; set; } = 500;

    /// <summary>First pause before trying again; doubles each time.</summary>
    [Range(0, 3600)]
    public double RetrySeconds { get; set; } = 10;

    [Range(1, 86400)]
    public double LongestRetrySeconds { get; set; } = 3600;

    [Range(1, 1000)]
    public int MostAttempts { get; set; } = 15;
}
