using Governance.Contracts.Inventory.V1;

namespace Governance.Inventory.Scans;

internal enum ScanState
{
    Requested,
    Completed,
    Failed,
}

internal sealed class Scan
{
    public required Guid Id { get; init; }

    public required Guid DataStoreId { get; init; }

    public ScanState State { get; private set; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Why it failed, for example <c>unreachable</c>.</summary>
    public string? Code { get; private set; }

    public int? TableCount { get; private set; }

    public int? DriftCount { get; private set; }

    /// <summary>Tables that could not be read, each with its code.</summary>
    public IReadOnlyList<ScanGap> Gaps { get; private set; } = [];

    public bool IsOpen => State is ScanState.Requested;

    public void Complete(int tableCount, int driftCount, IReadOnlyList<ScanGap> gaps, DateTimeOffset now) =>
        (State, TableCount, DriftCount, Gaps, FinishedAt) = (ScanState.Completed, tableCount, driftCount, gaps, now);

    public void Fail(string code, DateTimeOffset now) => (State, Code, FinishedAt) = (ScanState.Failed, code, now);
}
