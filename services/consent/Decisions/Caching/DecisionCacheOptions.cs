using System.ComponentModel.DataAnnotations;

namespace Governance.Consent.Decisions.Caching;

/// <summary>Section <c>DecisionCache</c>.</summary>
internal sealed class DecisionCacheOptions
{
    public const string Section = "DecisionCache";

    public bool Enabled { get; set; } = true;

    /// <summary>Histories kept at most; about 500 bytes each.</summary>
    [Range(0, 10_000_000, ErrorMessage = "DecisionCache:MaxHistories must be from 0 to 10,000,000.")]
    public int MaxHistories { get; set; } = 200_000;

    /// <summary>For how long an instance may answer from its cache after it last told the others that it lives. A withdrawal waits a little longer than this for an instance that died.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ErrorMessage = "DecisionCache:Lease must be from 1 second to 1 minute.")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(3);

    public TimeSpan Beat => Lease / 5;

    /// <summary>After this long without a sign of life, judged by the one who waits, an instance certainly serves nothing from its cache: a third of the lease for clocks that don't run alike.</summary>
    public TimeSpan Lapse => Lease * 4 / 3;
}
