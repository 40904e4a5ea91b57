using Governance.Inventory.Scans;

namespace Governance.Inventory.DataStores;

/// <param name="ConfirmedMapVersion">Null until a map was confirmed.</param>
/// <param name="LastScan">Null until one was asked for.</param>
/// <param name="Drift">Differences between the confirmed map and the last scan that nobody has confirmed since.</param>
internal sealed record DataStoreView(
    Guid Id, string Name, string Kind, string SecretReference, string Region, string OwnerId, int? ConfirmedMapVersion, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    ScanView? LastScan, int Drift)
{
    public static DataStoreView Of(DataStore s, int? confirmed, Scan? lastScan = null, int? drift = null) => new(
        s.Id, s.Name, s.Kind, s.SecretReference, s.Region, s.OwnerId, confirmed is 0 ? null : confirmed, s.Version, s.CreatedAt, s.UpdatedAt,
        lastScan is null ? null : ScanView.Of(lastScan), drift ?? 0);
}
