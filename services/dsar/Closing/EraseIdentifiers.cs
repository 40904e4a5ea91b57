using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Jobs;
using Governance.Dsar.Requests;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Closing;

/// <summary>After a request is closed and its mails are out, the service forgets who it was about: the pseudonym stays.</summary>
internal sealed class EraseIdentifiers(DsarDbContext db, RequestEvents events) : IJobHandler
{
    public static string Kind => JobKinds.EraseIdentifiers;

    public async Task RunAsync(Job job, CancellationToken ct)
    {
        if (await db.LockRequestAsync(job.RequestId, ct) is not { WrappedKey: not null } request || request.State.IsOpen())
            return;
        if (await db.Mails.AnyAsync(m => m.RequestId == request.Id && m.SentAt == null, ct))
            throw new InvalidOperationException("Mails of the request are still waiting to be sent.");
        await db.Identifiers.Where(i => i.RequestId == request.Id).ExecuteDeleteAsync(ct);
        request.EraseKey();
        events.Add(request, actor: null, h => new IdentifiersErased(h, request.Id));
    }
}
