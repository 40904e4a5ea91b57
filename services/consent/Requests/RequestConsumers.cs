using Governance.Consent.Choices;
using Governance.Consent.Data;
using Governance.Consent.Purposes;
using Governance.Consent.Signals;
using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Messaging.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Requests;

/// <summary>An objection ends direct marketing at once, whatever it rests on (GDPR Art. 21(2) and (3)).</summary>
internal sealed class StopDirectMarketing(ConsentDbContext db, ConsumerSupport support, ChoiceRecorder choices) : IdempotentConsumer<ObjectionVerified, ConsentDbContext>(db, support)
{
    private static readonly ChoiceOrigin Origin = new(Actor.Service(ConsentService.Name), "subject-request", "dsar");

    protected override async Task HandleAsync(ObjectionVerified message, CancellationToken ct)
    {
        var marketing = (await Db.Purposes.AsNoTracking().WithCurrent().ToListAsync(ct)).Where(p => p.Current.DirectMarketing).OrderBy(p => p.Code, StringComparer.Ordinal).ToList();
        foreach (var subject in message.Pseudonyms.Order(StringComparer.Ordinal))
        {
            foreach (var purpose in marketing)
                await choices.SayNoAsync(subject, purpose, Origin, ct);
        }
    }
}

/// <summary>
/// After an erasure nothing is allowed any more that rested on the person's consent, and what a browser sent about the person goes.
/// The records stay: under the pseudonym they prove that what was done before was lawful (GDPR Art. 17(3)(e)); an identifier was never kept.
/// </summary>
internal sealed class ForgetSubject(ConsentDbContext db, ConsumerSupport support, ChoiceRecorder choices) : IdempotentConsumer<SubjectErased, ConsentDbContext>(db, support)
{
    private static readonly ChoiceOrigin Origin = new(Actor.Service(ConsentService.Name), "erasure", "dsar");

    protected override async Task HandleAsync(SubjectErased message, CancellationToken ct)
    {
        var purposes = (await Db.Purposes.AsNoTracking().Where(p => p.LegalBasis == LegalBasis.Consent).WithCurrent().ToListAsync(ct)).ToDictionary(p => p.Code, StringComparer.Ordinal);
        foreach (var subject in message.Pseudonyms.Order(StringComparer.Ordinal))
        {
            var said = await Db.Records.Where(r => r.Subject == subject).Select(r => r.PurposeCode).Distinct().OrderBy(c => c).ToListAsync(ct);
            foreach (var code in said.Where(purposes.ContainsKey))
                await choices.SayNoAsync(subject, purposes[code], Origin, ct);
            await Db.Set<ReceivedSignal>().Where(s => s.Subject == subject).ExecuteDeleteAsync(ct);
        }
    }
}
