using Governance.Contracts.Inventory.V1;

namespace Governance.Inventory.Scans;

internal sealed record ScanView(
    Guid Id, Guid DataStoreId, ScanState State, string? Code, int? TableCount, int? DriftCount, IReadOnlyList<ScanGap> Gaps, DateTimeOffset RequestedAt, DateTimeOffset? FinishedAt)
{
    public static ScanView Of(Scan s) => new(s.Id, s.DataStoreId, s.State, s.Code, s.TableCount, s.DriftCount, s.Gaps, s.RequestedAt, s.FinishedAt);
}
