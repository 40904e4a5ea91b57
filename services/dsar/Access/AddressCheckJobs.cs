using System.Text.Json;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Jobs;
using Governance.Dsar.Mail;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Access;

internal sealed class SendAddressCode(DsarDbContext db, KeyVault keys, MailSender sender, TimeProvider clock) : IJobHandler
{
    public static string Kind => JobKinds.SendAddressCode;

    public async Task RunAsync(Job job, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.AddressChecks.FindAsync([job.SubjectId], ct) is not { Mail: { } mail, WrappedKey: { } key } check || now >= check.CodeExpiresAt)
            return;
        var content = JsonSerializer.Deserialize<MailContent>(SealedBox.Open(keys.Unwrap(key, check.Id), mail, MailQueue.Context(check.Id)))!;
        await sender.SendAsync(check.Id, content, now, ct);
        check.MailIsSent();
    }
}

/// <summary>Nothing of a check is kept after its time.</summary>
internal sealed class DeleteAddressCheck(DsarDbContext db) : IJobHandler
{
    public static string Kind => JobKinds.DeleteAddressCheck;

    public Task RunAsync(Job job, CancellationToken ct) => db.AddressChecks.Where(c => c.Id == job.SubjectId).ExecuteDeleteAsync(ct);
}
