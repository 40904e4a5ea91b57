using System.Diagnostics;
using Governance.Contracts;

namespace Governance.ServiceDefaults;

/// <summary>Makes the headers of this service's events.</summary>
public sealed class EventHeaders(ServiceIdentity service, TimeProvider clock)
{
    /// <param name="actor">Who caused it; null for the service itself.</param>
    public EventHeader New(Actor? actor, string objectType, object objectId, string? subjectPseudonym = null) =>
        new(
            Guid.CreateVersion7(clock.GetUtcNow()),
            clock.GetUtcNow(),
            service.Name,
            actor ?? Actor.Service(service.Name),
            objectType,
            objectId.ToString()!)
        {
            SubjectPseudonym = subjectPseudonym,
            CorrelationId = Activity.Current?.TraceId.ToHexString(),
        };
}
