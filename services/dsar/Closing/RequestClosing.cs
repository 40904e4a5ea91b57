using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Jobs;
using Governance.Dsar.Requests;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Closing;

/// <summary>The end of a request: its event, and the date on which what identifies the person goes.</summary>
internal sealed class RequestClosing(DsarDbContext db, RequestEvents events, IOptions<RetentionOptions> retention, TimeProvider clock)
{
    public Refusal? Complete(SubjectRequest request, Actor? actor)
    {
        if (request.Complete(clock.GetUtcNow()) is { } refusal)
            return refusal;
        events.Add(request, actor, h => new SubjectRequestCompleted(h, request.Id, request.Type));
        ScheduleErasure(request);
        return null;
    }

    public void ScheduleErasure(SubjectRequest request)
    {
        var now = clock.GetUtcNow();
        db.Jobs.Add(new()
        {
            Id = Guid.CreateVersion7(now),
            Kind = JobKinds.EraseIdentifiers,
            RequestId = request.Id,
            SubjectId = request.Id,
            DueAt = now + retention.Value.IdentifierGrace,
        });
    }
}
