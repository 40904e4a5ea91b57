namespace Governance.Contracts;

/// <summary>Something that happened in a service and that the audit log records. Published through the service's outbox.</summary>
public interface IEvent
{
    EventHeader Header { get; }
}

/// <summary>An instruction to one service. Not audited by itself: the event beside it is.</summary>
public interface ICommand;

/// <summary>Who did what to which object, with what outcome. Ids, codes and times only: never a value of a data subject.</summary>
/// <param name="EventId">Version 7 UUID; also the message id, so a second delivery is recognised.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Source">Name of the service, for example <c>dsar</c>.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="ObjectType">Kind of the object, kebab-case, for example <c>subject-request</c>.</param>
/// <param name="ObjectId">Id of the object.</param>
public sealed record EventHeader(
    Guid EventId,
    DateTimeOffset OccurredAt,
    string Source,
    Actor Actor,
    string ObjectType,
    string ObjectId)
{
    public int? ObjectVersion { get; init; }

    /// <summary>Keyed pseudonym of the data subject concerned, where there is one.</summary>
    public string? SubjectPseudonym { get; init; }

    public Outcome Outcome { get; init; } = Outcome.Success;

    /// <summary>A stable reason code, for example <c>approver-is-planner</c>. Never free text from a person.</summary>
    public string? Reason { get; init; }

    /// <summary>Purpose or legal basis code, where one applies.</summary>
    public string? Purpose { get; init; }

    /// <summary>On whose behalf the actor acted, an id.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>W3C trace id that ties the steps of one piece of work together.</summary>
    public string? CorrelationId { get; init; }
}

/// <summary>Who acted: a user, a machine client, the data subject through a public endpoint, or the service itself.</summary>
public sealed record Actor(ActorType Type, string Id)
{
    public static Actor Service(string service) => new(ActorType.Service, service);

    public static Actor DataSubject(string pseudonym) => new(ActorType.DataSubject, pseudonym);
}

public enum ActorType
{
    User,
    Client,
    DataSubject,
    Service,
}

public enum Outcome
{
    Success,
    Refused,
    Failed,
}
