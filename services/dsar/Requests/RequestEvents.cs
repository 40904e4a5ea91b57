using Governance.Contracts;
using Governance.Dsar.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;

namespace Governance.Dsar.Requests;

/// <summary>Writes events about a request beside the change they tell of.</summary>
internal sealed class RequestEvents(DsarDbContext db, EventHeaders headers, MessageOutbox outbox)
{
    /// <param name="actor">Null for the service itself.</param>
    public void Add(SubjectRequest request, Actor? actor, Func<EventHeader, IEvent> make) => outbox.Add(db, make(Header(request, actor)));

    /// <summary>An event about something that was not let through.</summary>
    public void AddRefused(SubjectRequest request, Actor? actor, string reason, Func<EventHeader, IEvent> make) =>
        outbox.Add(db, make(Header(request, actor) with { Outcome = Outcome.Refused, Reason = reason }));

    public void Send(ICommand command) => outbox.Add(db, command);

    public static Actor Person(SubjectRequest request) => Actor.DataSubject(request.Pseudonym);

    private EventHeader Header(SubjectRequest request, Actor? actor) =>
        headers.New(actor, "subject-request", request.Id, request.Pseudonym) with { ObjectVersion = request.Version };
}
