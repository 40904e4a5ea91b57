using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Deadlines;

namespace Governance.Dsar.Requests;

/// <summary>A data subject's request from receipt to answer. Its identifiers lie beside it, encrypted by the key that hangs on it.</summary>
internal sealed class SubjectRequest
{
    public const string Public = "public";
    public const string Internal = "internal";

    private readonly List<RequestPause> pauses = [];

    private SubjectRequest()
    {
    }

    public Guid Id { get; private set; }

    public RequestType Type { get; private set; }

    public string Regime { get; private set; } = "";

    public string Channel { get; private set; } = "";

    public string? SubjectKind { get; private set; }

    public string Pseudonym { get; private set; } = "";

    public RequestState State { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    public DateOnly ReceivedOn { get; private set; }

    public DateOnly? IdentityOn { get; private set; }

    public DateTimeOffset? VerifiedAt { get; private set; }

    public string? VerificationMethod { get; private set; }

    public DateOnly DueOn { get; private set; }

    public DateOnly? AcknowledgeBy { get; private set; }

    public DateOnly? ExtensionNoticeBy { get; private set; }

    /// <summary>Reason code of the extension.</summary>
    public string? ExtensionReason { get; private set; }

    /// <summary>Id of the user or client that filed it; null on the public channel.</summary>
    public string? OpenedBy { get; private set; }

    /// <summary>Id of the user who looks after it.</summary>
    public string? AssignedTo { get; private set; }

    public Guid? DuplicateOf { get; private set; }

    public Guid? CurrentPlanId { get; private set; }

    public string? RefusalGround { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>In which mails to the person are written.</summary>
    public string Language { get; private set; } = "";

    /// <summary>Keyed hash of the secret with which the person asks for the state.</summary>
    public byte[]? AccessSecretHash { get; private set; }

    /// <summary>Key of identifiers and mails; null once they are erased.</summary>
    public byte[]? WrappedKey { get; private set; }

    /// <summary>Counts identifiers as they are added.</summary>
    public int IdentifierSequence { get; private set; }

    public int Version { get; private set; } = 1;

    public IReadOnlyList<RequestPause> Pauses => pauses;

    public bool IsPaused => pauses.Exists(p => p.AnsweredOn is null);

    public static SubjectRequest Receive(
        Guid id, RequestType type, string regime, string channel, string pseudonym, string? subjectKind, string? openedBy, byte[] wrappedKey, byte[]? accessSecretHash, string language, DateTimeOffset now, DateOnly today) => new()
        {
            Id = id,
            Type = type,
            Regime = regime,
            Channel = channel,
            Pseudonym = pseudonym,
            SubjectKind = subjectKind,
            OpenedBy = openedBy,
            WrappedKey = wrappedKey,
            AccessSecretHash = accessSecretHash,
            Language = language,
            ReceivedAt = now,
            ReceivedOn = today,
        };

    public void LinkAsDuplicateOf(Guid original) => DuplicateOf = original;

    /// <returns>False when nothing changes.</returns>
    public bool Assign(string? to)
    {
        if (AssignedTo == to)
            return false;
        AssignedTo = to;
        return true;
    }

    public int NextIdentifierSequence() => ++IdentifierSequence;

    public Refusal? AwaitVerification() => Move(RequestState.VerificationPending);

    public Refusal? Verify(string method, DateTimeOffset now, DateOnly today)
    {
        if (Move(RequestState.Verified) is { } refusal)
            return refusal;
        (VerificationMethod, VerifiedAt, IdentityOn) = (method, now, today);
        return null;
    }

    public Refusal? StartPlanning(Guid planId)
    {
        if (Move(RequestState.Planning) is { } refusal)
            return refusal;
        CurrentPlanId = planId;
        return null;
    }

    public Refusal? PlanIsReady() => Move(RequestState.AwaitingApproval);

    public Refusal? PlanAgain() => Move(RequestState.Verified);

    public Refusal? Approve() => Move(RequestState.Approved);

    public Refusal? StartExecution() => Move(RequestState.Executing);

    public Refusal? ReportGaps() => State == RequestState.Incomplete ? null : Move(RequestState.Incomplete);

    public Refusal? Complete(DateTimeOffset now) => Close(RequestState.Completed, now);

    public Refusal? Cancel(DateTimeOffset now) => Close(RequestState.Cancelled, now);

    public Refusal? Refuse(string ground, DateTimeOffset now)
    {
        if (Close(RequestState.Refused, now) is { } refusal)
            return refusal;
        RefusalGround = ground;
        return null;
    }

    /// <summary>Asks the person something; the clock stands still from today.</summary>
    public Refusal? Pause(Regime regime, string reason, DateOnly today, Guid id)
    {
        if (!State.IsOpen())
            return Closed();
        if (!regime.PauseReasons.Contains(reason))
            return new("pause-not-allowed", $"{regime.Name} does not stop the clock for this reason.");
        if (IsPaused)
            return new("already-paused", "The clock stands still already.");
        if (today > DueOn)
            return new("overdue", "The due date has passed: the clock can't be stopped any more.");
        pauses.Add(new(id, Id, reason, today));
        Version++;
        return null;
    }

    public Refusal? Resume(DateOnly today)
    {
        if (pauses.Find(p => p.AnsweredOn is null) is not { } pause)
            return new("not-paused", "The clock is running.");
        pause.Answer(today);
        Version++;
        return null;
    }

    // GDPR Art. 12(3): the person is told, with reasons, within the first period.
    public Refusal? Extend(Regime regime, string reason, DateOnly today)
    {
        if (!State.IsOpen())
            return Closed();
        if (regime.ExtendedPeriod is null)
            return new("extension-not-allowed", $"{regime.Name} knows no extension.");
        if (ExtensionReason is not null)
            return new("already-extended", "The deadline was extended before.");
        if (today > ExtensionNoticeBy)
            return new("extension-too-late", "The last day to tell the person of an extension has passed.");
        ExtensionReason = reason;
        Version++;
        return null;
    }

    public void SetDeadline(Deadline deadline) =>
        (DueOn, AcknowledgeBy, ExtensionNoticeBy) = (deadline.DueOn, deadline.AcknowledgeBy, deadline.ExtensionNoticeBy);

    /// <summary>Without the key, identifiers and mails can't be read any more, in backups neither.</summary>
    public void EraseKey()
    {
        WrappedKey = null;
        Version++;
    }

    private static Refusal Closed() => new("request-closed", "The request is closed.");

    private Refusal? Close(RequestState to, DateTimeOffset now)
    {
        if (Move(to) is { } refusal)
            return refusal;
        ClosedAt = now;
        return null;
    }

    private Refusal? Move(RequestState to)
    {
        if (!State.Allows(to))
            return new("state-conflict", $"A request that is {State} can't become {to}.");
        State = to;
        Version++;
        return null;
    }
}

/// <summary>A question to the person that stops the clock.</summary>
internal sealed class RequestPause
{
    public RequestPause(Guid id, Guid requestId, string reason, DateOnly askedOn) =>
        (Id, RequestId, Reason, AskedOn) = (id, requestId, reason, askedOn);

    public Guid Id { get; private set; }

    public Guid RequestId { get; private set; }

    public string Reason { get; private set; }

    public DateOnly AskedOn { get; private set; }

    public DateOnly? AnsweredOn { get; private set; }

    public void Answer(DateOnly on) => AnsweredOn = on;
}
