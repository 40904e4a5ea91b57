namespace Governance.Audit.Anomalies.Settings;

/// <summary>Thresholds that somebody set: one row, or none.</summary>
internal sealed class StoredSettings
{
    public const int TheOnly = 1;

    public int Id { get; init; } = TheOnly;

    /// <summary>JSON of <see cref="AnomalySettings"/>.</summary>
    public required string Document { get; set; }

    public required string ChangedBy { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public required int Version { get; set; }
}
