namespace Governance.Dsar.Plans;

/// <summary>A confirmed map as the inventory gave it.</summary>
internal sealed class DataMapCopy
{
    public required Guid DataStoreId { get; init; }

    public required int Version { get; init; }

    public required string MapHash { get; init; }

    /// <summary>JSON of the map.</summary>
    public required string Document { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}
