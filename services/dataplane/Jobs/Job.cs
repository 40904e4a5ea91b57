namespace Governance.DataPlane.Jobs;

internal enum JobKind
{
    Scan,
    Prepare,
    Execute,
}

internal enum JobState
{
    /// <summary>Waits to be taken, now or at its next attempt.</summary>
    Queued,
    Running,
    Completed,

    /// <summary>Given up. An operator can have it tried again.</summary>
    Failed,
}

/// <summary>A piece of work at a customer's store. Holds ids only; what they name is fetched when the work is done.</summary>
internal sealed class Job
{
    public Guid Id { get; private init; }

    /// <summary>What makes the job the same job when its command comes twice.</summary>
    public string Key { get; private init; } = "";

    public JobKind Kind { get; private init; }

    public JobState State { get; private set; }

    public Guid DataStoreId { get; private init; }

    public Guid? ScanId { get; private init; }

    public Guid? PlanId { get; private init; }

    public Guid? RequestId { get; private init; }

    public Guid? ExecutionId { get; private init; }

    /// <summary>The preparation's own number, as the command gave it.</summary>
    public int? Preparation { get; private init; }

    public string? StoreKind { get; private init; }

    public string? SecretReference { get; private init; }

    /// <summary>How often it was taken, also by processes that ended over it.</summary>
    public int Attempts { get; private set; }

    /// <summary>How often it failed and was put back.</summary>
    public int Failures { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset NextAttemptAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public string? LastCode { get; private set; }

    /// <summary>Whoever holds it works on the job; it changes hands when its time has passed.</summary>
    public Guid? Lease { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public string? TraceParent { get; private init; }

    public static Job Scan(Guid scanId, Guid dataStoreId, string storeKind, string secretReference, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Key = $"scan:{scanId:N}",
        Kind = JobKind.Scan,
        DataStoreId = dataStoreId,
        ScanId = scanId,
        StoreKind = storeKind,
        SecretReference = secretReference,
        CreatedAt = now,
        NextAttemptAt = now,
        TraceParent = System.Diagnostics.Activity.Current?.Id,
    };

    public static Job Prepare(Guid planId, Guid requestId, Guid dataStoreId, int preparation, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Key = $"prepare:{planId:N}:{dataStoreId:N}:{preparation}",
        Kind = JobKind.Prepare,
        DataStoreId = dataStoreId,
        PlanId = planId,
        RequestId = requestId,
        Preparation = preparation,
        CreatedAt = now,
        NextAttemptAt = now,
        TraceParent = System.Diagnostics.Activity.Current?.Id,
    };

    public static Job Execute(Guid executionId, Guid planId, Guid requestId, Guid dataStoreId, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Key = $"execute:{executionId:N}",
        Kind = JobKind.Execute,
        DataStoreId = dataStoreId,
        PlanId = planId,
        RequestId = requestId,
        ExecutionId = executionId,
        CreatedAt = now,
        NextAttemptAt = now,
        TraceParent = System.Diagnostics.Activity.Current?.Id,
    };

    public void Complete(DateTimeOffset now) => End(JobState.Completed, null, now);

    public void Fail(string code, DateTimeOffset now) => End(JobState.Failed, code, now);

    public void TryAgain(string code, DateTimeOffset at)
    {
        State = JobState.Queued;
        LastCode = code;
        Failures++;
        NextAttemptAt = at;
        Lease = null;
        LeasedUntil = null;
    }

    /// <summary>An operator wants it tried now. False when it is running or done.</summary>
    public bool RequestRetry(DateTimeOffset now)
    {
        if (State is not (JobState.Failed or JobState.Queued))
        {
            return false;
        }

        State = JobState.Queued;
        Attempts = 0;
        Failures = 0;
        NextAttemptAt = now;
        FinishedAt = null;
        return true;
    }

    private void End(JobState state, string? code, DateTimeOffset now)
    {
        State = state;
        LastCode = code;
        FinishedAt = now;
        Lease = null;
        LeasedUntil = null;
    }
}
