using Governance.Dsar.Requests;

namespace Governance.Dsar.Plans;

internal enum PlanState
{
    Preparing,

    /// <summary>Counted and waiting for approval.</summary>
    Ready,
    Failed,
    Approved,
    SentBack,

    /// <summary>A later plan took its place.</summary>
    Superseded,
}

/// <summary>A plan over all stores, as one person planned it and another decides on it.</summary>
internal sealed class RequestPlan
{
    private RequestPlan()
    {
    }

    public Guid Id { get; private set; }

    public Guid RequestId { get; private set; }

    public PlanState State { get; private set; }

    public string PlannedBy { get; private set; } = "";

    public DateTimeOffset PlannedAt { get; private set; }

    /// <summary>Versions of all maps that were looked at, JSON object store → version.</summary>
    public string MapVersions { get; private set; } = "";

    /// <summary>JSON of the planner's summary.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>SHA-256 of the plan with its counts, hex; null until it is ready.</summary>
    public string? PlanHash { get; private set; }

    public string? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Words of who decided, for colleagues. Stays in this service.</summary>
    public string? DecisionReason { get; private set; }

    public string? FailureCode { get; private set; }

    public int Version { get; private set; } = 1;

    public static RequestPlan Start(Guid id, Guid requestId, string plannedBy, string mapVersions, string summary, DateTimeOffset now) =>
        new() { Id = id, RequestId = requestId, PlannedBy = plannedBy, MapVersions = mapVersions, Summary = summary, PlannedAt = now };

    /// <summary>Ready for approval, or counted anew: who approves must have seen the numbers.</summary>
    public void Ready(string planHash)
    {
        (State, PlanHash) = (PlanState.Ready, planHash);
        Version++;
    }

    public void Fail(string code)
    {
        (State, FailureCode) = (PlanState.Failed, code);
        Version++;
    }

    public void Supersede()
    {
        State = PlanState.Superseded;
        Version++;
    }

    public void Touch() => Version++;

    /// <summary>Separation of duties: who filed or planned a request does not decide on it.</summary>
    public Refusal? Decide(bool approve, string? reason, string by, string? openedBy, DateTimeOffset now)
    {
        if (by == PlannedBy)
            return new("approver-is-planner", "Who made the plan can't decide on it.");
        if (by == openedBy)
            return new("approver-is-opener", "Who filed the request can't decide on its plan.");
        if (State != PlanState.Ready)
            return new("plan-not-ready", "The plan is not waiting for a decision.");
        (State, DecidedBy, DecidedAt, DecisionReason) = (approve ? PlanState.Approved : PlanState.SentBack, by, now, reason);
        Version++;
        return null;
    }
}
