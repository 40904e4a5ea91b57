namespace Governance.Inventory.DataStores;

/// <summary>A database of the organisation's that the inventory knows of. Holds where its credential is, never the credential.</summary>
internal sealed class DataStore
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public required string Kind { get; init; }

    public required string SecretReference { get; set; }

    public required string Region { get; set; }

    public required string OwnerId { get; set; }

    public int Version { get; private set; } = 1;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>True when something changed that a map carries.</summary>
    public bool Change(string name, string secretReference, string region, string ownerId, DateTimeOffset now)
    {
        var carried = name != Name || secretReference != SecretReference || region != Region;
        (Name, SecretReference, Region, OwnerId) = (name, secretReference, region, ownerId);
        Version++;
        UpdatedAt = now;
        return carried;
    }
}
