namespace Governance.Dpia.Tasks;

internal enum TaskKind
{
    Write,
    Review,
    Views,
    AcceptRisk,
    Approve,
    FollowUp,
}

internal enum TaskState
{
    Open,
    Done,
    Cancelled,
}

/// <summary>Something a named person is asked to do for an assessment by a day.</summary>
internal sealed class AssessmentTask
{
    private AssessmentTask()
    {
    }

    public Guid Id { get; private init; }

    public Guid AssessmentId { get; private init; }

    public TaskKind Kind { get; private init; }

    /// <summary>Code of the section or question, or id of the risk or measure it is about; null for the whole.</summary>
    public string? Target { get; private init; }

    public string Note { get; private init; } = null!;

    public string AssigneeId { get; private set; } = null!;

    public string AssignedBy { get; private init; } = null!;

    public DateOnly DueOn { get; private init; }

    public TaskState State { get; private set; }

    /// <summary>Day of the last reminder.</summary>
    public DateOnly? RemindedOn { get; private set; }

    public string? ClosedBy { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public int Version { get; private set; } = 1;

    public List<TaskDelegation> Delegations { get; } = [];

    public static AssessmentTask Assign(Guid assessment, TaskKind kind, string? target, string note, string assignee, DateOnly dueOn, string by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        AssessmentId = assessment,
        Kind = kind,
        Target = target,
        Note = note,
        AssigneeId = assignee,
        AssignedBy = by,
        DueOn = dueOn,
        CreatedAt = now,
    };

    public void Delegate(string to, string reason, DateTimeOffset now)
    {
        Delegations.Add(new TaskDelegation { TaskId = Id, Number = Delegations.Count + 1, AssessmentId = AssessmentId, FromId = AssigneeId, ToId = to, Reason = reason, At = now });
        AssigneeId = to;
        RemindedOn = null;
        Version++;
    }

    public void Close(TaskState state, string by, DateTimeOffset now)
    {
        State = state;
        ClosedBy = by;
        ClosedAt = now;
        Version++;
    }

    public void Remind(DateOnly today)
    {
        RemindedOn = today;
        Version++;
    }
}

/// <summary>Who handed a task on to whom. Append-only: both count as one for the separation of duties.</summary>
internal sealed class TaskDelegation
{
    public required Guid TaskId { get; init; }

    public required int Number { get; init; }

    public required Guid AssessmentId { get; init; }

    public required string FromId { get; init; }

    public required string ToId { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public AssessmentTask? Task { get; init; }
}
