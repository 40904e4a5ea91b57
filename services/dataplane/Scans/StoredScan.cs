namespace Governance.DataPlane.Scans;

/// <summary>A scan's result as JSON.</summary>
internal sealed class StoredScan
{
    public required Guid ScanId { get; init; }

    public required Guid DataStoreId { get; init; }

    public required DateTimeOffset ScannedAt { get; init; }

    public required string Document { get; init; }
}
