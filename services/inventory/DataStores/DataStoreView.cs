namespace Governance.Inventory.DataStores;

/// <param name="ConfirmedMapVersion">Null until a map was confirmed.</param>
internal sealed record DataStoreView(
    Guid Id, string Name, string Kind, string SecretReference, string Region, string OwnerId, int? ConfirmedMapVersion, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static DataStoreView Of(DataStore s, int? confirmed) =>
        new(s.Id, s.Name, s.Kind, s.SecretReference, s.Region, s.OwnerId, confirmed is 0 ? null : confirmed, s.Version, s.CreatedAt, s.UpdatedAt);
}
