using System.Text.Json;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Jobs;
using Governance.Dsar.Requests;

namespace Governance.Dsar.Mail;

/// <summary>Puts a mail to the person beside the change it belongs to. Without an address nothing is sent: the product team answers.</summary>
internal sealed class MailQueue(DsarDbContext db, IdentifierStore identifiers, TimeProvider clock)
{
    public async Task AddAsync(SubjectRequest request, string kind, string subject, string body, CancellationToken ct)
    {
        if (await AddressAsync(request, ct) is not { } address)
            return;
        var now = clock.GetUtcNow();
        var mail = new OutgoingMail { Id = Guid.CreateVersion7(now), RequestId = request.Id, Kind = kind, CreatedAt = now };
        mail.Ciphertext = SealedBox.Seal(identifiers.Key(request), JsonSerializer.SerializeToUtf8Bytes(new MailContent(address, subject, body)), Context(mail.Id));
        db.Mails.Add(mail);
        db.Jobs.Add(new() { Id = Guid.CreateVersion7(now), Kind = JobKinds.SendMail, RequestId = request.Id, SubjectId = mail.Id, DueAt = now });
    }

    public static string Context(Guid mail) => $"mail:{mail}";

    private async Task<string?> AddressAsync(SubjectRequest request, CancellationToken ct)
    {
        // A mail of the request's first moment: the address is tracked but not saved yet.
        if (db.Identifiers.Local.Any(i => i.RequestId == request.Id && db.Entry(i).State == Microsoft.EntityFrameworkCore.EntityState.Added))
            await db.SaveChangesAsync(ct);
        return await identifiers.MailAddressAsync(request, ct);
    }
}
