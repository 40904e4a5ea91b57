using Governance.Audit.Anomalies.Detectors;

namespace Governance.Audit.Anomalies.Stream;

/// <summary>How far the log was read, and all that is remembered of it.</summary>
internal sealed class WatchState
{
    /// <summary>Sequence of the entry to read next.</summary>
    public long Next { get; set; }

    /// <summary>Latest time at which an entry happened or, when nothing comes, up to which nothing did.</summary>
    public DateTimeOffset Watermark { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>When the entry read last was recorded.</summary>
    public DateTimeOffset RecordedAt { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Up to this hour silences were looked for.</summary>
    public DateTimeOffset SilenceLookedAt { get; set; } = DateTimeOffset.UnixEpoch;

    public History History { get; } = new();

    public List<Approval> Approvals { get; } = [];

    /// <summary>Approvals that are not stored yet.</summary>
    public int StoredApprovals { get; set; }
}
