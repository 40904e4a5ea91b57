using System.Text.Json;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Jobs;
using Governance.Dsar.Requests;

namespace Governance.Dsar.Mail;

internal sealed class SendMail(DsarDbContext db, IdentifierStore identifiers, MailSender sender, TimeProvider clock) : IJobHandler
{
    public static string Kind => JobKinds.SendMail;

    public async Task RunAsync(Job job, CancellationToken ct)
    {
        var mail = await db.Mails.FindAsync([job.SubjectId], ct);
        var request = await db.Requests.FindAsync([job.RequestId], ct);
        if (mail?.Ciphertext is null || request?.WrappedKey is null)
            return;
        var content = JsonSerializer.Deserialize<MailContent>(SealedBox.Open(identifiers.Key(request), mail.Ciphertext, MailQueue.Context(mail.Id)))!;
        await sender.SendAsync(mail.Id, content, clock.GetUtcNow(), ct);
        mail.SentAt = clock.GetUtcNow();
        mail.Ciphertext = null;
    }
}
