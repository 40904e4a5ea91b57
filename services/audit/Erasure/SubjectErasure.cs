using Governance.Contracts;

namespace Governance.Audit.Erasure;

internal enum ErasureState
{
    /// <summary>Payloads are still being deleted.</summary>
    Running,

    /// <summary>What is left lies in a month that is on hold.</summary>
    Held,

    /// <summary>Payloads, nonces, key and search columns are deleted; no query and no dump finds them.</summary>
    Erased,

    /// <summary>The files they lay in were rewritten too.</summary>
    Rewritten,
}

/// <summary>One demand to erase what the log holds of a data subject. Forgets whose it was when it is done.</summary>
internal sealed class SubjectErasure
{
    private SubjectErasure()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Null once erased.</summary>
    public string? SubjectPseudonym { get; private set; }

    /// <summary>A code, for example <c>gdpr-art-17</c>.</summary>
    public required string Reason { get; init; }

    public required string RequestedBy { get; init; }

    public required ActorType RequestedByType { get; init; }

    public DateTimeOffset RequestedAt { get; private init; }

    /// <summary>Payloads deleted so far.</summary>
    public long Payloads { get; private set; }

    /// <summary>Partitions they lay in.</summary>
    public DateOnly[] Months { get; private set; } = [];

    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>PostgreSQL's number of the last deleting transaction: what began before it may still see the rows.</summary>
    public long? ErasedIn { get; private set; }

    /// <summary>When what is on hold is looked at again.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    public DateTimeOffset? RewrittenAt { get; private set; }

    public ErasureState State => (RewrittenAt, ErasedAt, RetryAt) switch
    {
        ({ }, _, _) => ErasureState.Rewritten,
        (_, { }, _) => ErasureState.Erased,
        (_, _, { }) => ErasureState.Held,
        _ => ErasureState.Running,
    };

    public static SubjectErasure Request(string subject, string reason, Actor by, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), SubjectPseudonym = subject, Reason = reason, RequestedBy = by.Id, RequestedByType = by.Type, RequestedAt = now };

    public void Deleted(long payloads, IEnumerable<DateOnly> months)
    {
        Payloads += payloads;
        Months = [.. Months.Union(months).Order()];
        RetryAt = null;
    }

    public void Rewritten(DateTimeOffset now) => RewrittenAt = now;

    public void Hold(DateTimeOffset retryAt) => RetryAt = retryAt;

    public void Complete(DateTimeOffset now, long transaction)
    {
        ErasedIn = transaction;
        SubjectPseudonym = null;
        RetryAt = null;
        ErasedAt = now;
    }
}
