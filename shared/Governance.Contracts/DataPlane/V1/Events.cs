namespace Governance.Contracts.DataPlane.V1;

/// <summary>The result is at the data plane: <c>GET /v1/scans/{scanId}/result</c>.</summary>
public sealed record DataStoreScanned(EventHeader Header, Guid ScanId, Guid DataStoreId, int TableCount, int GapCount) : IEvent;

public sealed record DataStoreScanFailed(EventHeader Header, Guid ScanId, Guid DataStoreId, string Code) : IEvent;

/// <param name="Problems">What keeps the plan from being carried out as it is; empty when it can.</param>
/// <param name="NewIdentifierKinds">Kinds of identifiers found and handed to the request, for other stores to use.</param>
public sealed record StorePlanPrepared(
    EventHeader Header,
    Guid PlanId,
    Guid RequestId,
    Guid DataStoreId,
    int Attempt,
    IReadOnlyList<StepCount> Steps,
    IReadOnlyList<StepProblem> Problems,
    IReadOnlyList<string> NewIdentifierKinds) : IEvent;

/// <param name="Code">For example <c>unreachable</c>, <c>authentication-failed</c>, <c>secret-not-found</c>.</param>
public sealed record StorePlanPreparationFailed(EventHeader Header, Guid PlanId, Guid RequestId, Guid DataStoreId, int Attempt, string Code) : IEvent;

/// <param name="Rows">Rows of the person.</param>
/// <param name="SharedRows">Rows that another person's rows reach too: left out of erasure.</param>
public sealed record StepCount(int Step, long Rows, long SharedRows);

/// <param name="Code">For example <c>read-only</c>, <c>not-null</c>, <c>too-long</c>, <c>check-constraint</c>, <c>unique</c>, <c>table-missing</c>, <c>permission-denied</c>, <c>type-mismatch</c>, <c>restrict</c>.</param>
/// <param name="Blocking">True: the store plan can't be executed at all. False: the step is a gap, the rest can be done.</param>
public sealed record StepProblem(int Step, string TableName, string? ColumnName, string Code, bool Blocking);

/// <summary>All steps of the store are done and proved by re-reading.</summary>
public sealed record StoreExecutionCompleted(
    EventHeader Header,
    Guid ExecutionId,
    Guid RequestId,
    Guid PlanId,
    Guid DataStoreId,
    IReadOnlyList<StepCount> Steps,
    long ResidualRows,
    DateTimeOffset CompletedAt) : IEvent;

/// <summary>Some or all of the store is not done. The data plane tries again at <paramref name="RetryAt"/>, or gave up when it is null.</summary>
public sealed record StoreExecutionIncomplete(
    EventHeader Header,
    Guid ExecutionId,
    Guid RequestId,
    Guid PlanId,
    Guid DataStoreId,
    string Code,
    IReadOnlyList<StepProblem> Gaps,
    IReadOnlyList<StepCount> Done,
    DateTimeOffset? RetryAt) : IEvent;

/// <summary>An operator has a job tried again that was given up, or that waits for its next attempt.</summary>
public sealed record JobRetryRequested(EventHeader Header, Guid JobId, Guid DataStoreId) : IEvent;
