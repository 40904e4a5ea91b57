using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Mail;
using Governance.Dsar.Requests;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Verification;

/// <summary>Makes a code, keeps its keyed hash and mails it.</summary>
internal sealed class CodeIssuer(DsarDbContext db, KeyVault keys, MailQueue mails, MailTexts texts, RequestEvents events, IOptions<VerificationOptions> options, TimeProvider clock)
{
    public async Task<Refusal?> IssueAsync(SubjectRequest request, CancellationToken ct)
    {
        if (await db.Codes.FindAsync([request.Id], ct) is not { } code)
            db.Codes.Add(code = VerificationCode.For(request.Id));
        var plain = Secrets.Code();
        if (code.Issue(Hash(request.Id, plain), options.Value, clock.GetUtcNow()) is { } refusal)
            return refusal;
        var (subject, body) = texts.Code(request, plain, code.ExpiresAt);
        await mails.AddAsync(request, "verification-code", subject, body, ct);
        events.Add(request, actor: null, h => new VerificationCodeIssued(h, request.Id, code.ExpiresAt));
        return null;
    }

    public byte[] Hash(Guid request, string code) => keys.Hash("code", request, Secrets.NormaliseCode(code));
}
