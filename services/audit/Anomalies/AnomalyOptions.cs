using System.ComponentModel.DataAnnotations;

namespace Governance.Audit.Anomalies;

/// <summary>Section <c>Anomalies</c> of the configuration.</summary>
internal sealed class AnomalyOptions
{
    /// <summary>Whether this instance watches the log.</summary>
    public bool Enabled { get; init; } = true;

    [Range(1, 10_000)]
    public int BatchSize { get; init; } = 2000;

    /// <summary>Between two looks at the log.</summary>
    [Range(10, 60_000)]
    public int PauseMilliseconds { get; init; } = 1000;

    /// <summary>Between two full batches.</summary>
    [Range(0, 60_000)]
    public int BusyPauseMilliseconds { get; init; } = 200;

    /// <summary>After so long without any entry the clock goes on instead.</summary>
    [Range(1, 1440)]
    public int QuietMinutes { get; init; } = 60;

    /// <summary>Thresholds until somebody sets others at the endpoint.</summary>
    public AnomalySettings Settings { get; init; } = new();
}
