using Governance.Contracts.DataPlane.V1;

namespace Governance.Dsar.Plans;

internal enum PreparationState
{
    Preparing,
    Prepared,

    /// <summary>The store could not be asked; it is a gap of the plan and asked again.</summary>
    Failed,
}

internal enum ExecutionState
{
    None,
    Executing,

    /// <summary>Something is missing; the data plane tries again.</summary>
    Incomplete,

    /// <summary>Something is missing and the data plane has stopped trying.</summary>
    GaveUp,
    Completed,
}

/// <summary>One store's part of a plan: what is to be done, what it found, how far it is.</summary>
internal sealed class PlannedStore
{
    public Guid PlanId { get; private set; }

    public Guid DataStoreId { get; private set; }

    public string DataStoreName { get; private set; } = "";

    public int MapVersion { get; private set; }

    /// <summary>JSON of the store plan.</summary>
    public string Document { get; private set; } = "";

    public PreparationState Preparation { get; private set; }

    public int Attempt { get; private set; }

    /// <summary>The request's identifiers up to here were known when preparation was asked for.</summary>
    public int KnownIdentifiers { get; private set; }

    public string? PreparationCode { get; private set; }

    public List<StepCount> Counts { get; private set; } = [];

    public List<StepProblem> Problems { get; private set; } = [];

    public Guid? ExecutionId { get; private set; }

    public ExecutionState Execution { get; private set; }

    public string? ExecutionCode { get; private set; }

    public List<StepCount> Done { get; private set; } = [];

    public List<StepProblem> Gaps { get; private set; } = [];

    public DateTimeOffset? RetryAt { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    public long ResidualRows { get; private set; }

    public bool IsBlocked => Problems.Exists(p => p.Blocking);

    public bool IsGap => Preparation == PreparationState.Failed || Problems.Count > 0;

    public static PlannedStore For(Guid planId, Guid dataStoreId, string name, int mapVersion, string document) =>
        new() { PlanId = planId, DataStoreId = dataStoreId, DataStoreName = name, MapVersion = mapVersion, Document = document };

    /// <returns>The number of the attempt to ask for.</returns>
    public int Prepare(int knownIdentifiers)
    {
        (Preparation, KnownIdentifiers) = (PreparationState.Preparing, knownIdentifiers);
        return ++Attempt;
    }

    public void Prepared(IReadOnlyList<StepCount> counts, IReadOnlyList<StepProblem> problems)
    {
        (Preparation, PreparationCode) = (PreparationState.Prepared, null);
        (Counts, Problems) = ([.. counts], [.. problems]);
    }

    public void PreparationFailed(string code) => (Preparation, PreparationCode) = (PreparationState.Failed, code);

    public void Execute(Guid executionId) => (ExecutionId, Execution) = (executionId, ExecutionState.Executing);

    public void Completed(IReadOnlyList<StepCount> done, long residualRows, DateTimeOffset at)
    {
        (Execution, ExecutionCode, RetryAt, CompletedAt, ResidualRows) = (ExecutionState.Completed, null, null, at, residualRows);
        (Done, Gaps) = ([.. done], []);
    }

    public void Incomplete(string code, IReadOnlyList<StepProblem> gaps, IReadOnlyList<StepCount> done, DateTimeOffset? retryAt)
    {
        (Execution, ExecutionCode, RetryAt) = (retryAt is null ? ExecutionState.GaveUp : ExecutionState.Incomplete, code, retryAt);
        (Done, Gaps) = ([.. done], [.. gaps]);
    }
}
