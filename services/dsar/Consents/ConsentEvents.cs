using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Requests;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Consents;

/// <summary>Tells the consent service what it has to act on. Pseudonyms only: the two services make the same ones.</summary>
internal sealed class ConsentEvents(DsarDbContext db, RequestEvents events)
{
    public async Task ObjectionAsync(SubjectRequest request, Actor actor, CancellationToken ct)
    {
        if (request.Type != RequestType.Objection)
            return;
        var pseudonyms = await PseudonymsAsync(request, ct);
        events.Add(request, actor, h => new ObjectionVerified(h, request.Id, pseudonyms));
    }

    public async Task ErasedAsync(SubjectRequest request, CancellationToken ct)
    {
        var pseudonyms = await PseudonymsAsync(request, ct);
        events.Add(request, actor: null, h => new SubjectErased(h, request.Id, pseudonyms));
    }

    // Those just added are not in the database yet.
    private async Task<IReadOnlyList<string>> PseudonymsAsync(SubjectRequest request, CancellationToken ct)
    {
        var stored = await db.Identifiers.Where(i => i.RequestId == request.Id).Select(i => i.ValuePseudonym).ToListAsync(ct);
        return [.. stored.Concat(db.Identifiers.Local.Where(i => i.RequestId == request.Id).Select(i => i.ValuePseudonym)).Distinct(StringComparer.Ordinal)];
    }
}
