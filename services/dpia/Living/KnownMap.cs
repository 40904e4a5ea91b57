using Governance.Contracts.Inventory.V1;

namespace Governance.Dpia.Living;

/// <summary>A confirmed map of the inventory, kept to compare later ones with.</summary>
internal sealed class KnownMap
{
    public required Guid DataStoreId { get; init; }

    public required int Version { get; init; }

    public required string Hash { get; init; }

    public required DataMap Document { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}
