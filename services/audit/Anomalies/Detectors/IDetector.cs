using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Anomalies.Detectors;

internal interface IDetector
{
    /// <param name="at">When it happened; a time in the future is taken for the time of recording.</param>
    void Look(WatchedEntry entry, DateTimeOffset at);
}
