using Governance.Consent.Data;
using Governance.Consent.Receipts;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Preferences;

/// <summary>The person's own receipt of what was last recorded for a purpose.</summary>
internal static class ReadReceipt
{
    public static async Task<Results<Ok<ReceiptResponse>, ProblemHttpResult>> HandleAsync(string purpose, HttpContext http, ConsentDbContext db, PreferenceTokens tokens, ReceiptIssuer issuer, CancellationToken ct)
    {
        var site = SiteOriginFilter.SiteOf(http);
        if (tokens.Read(http.Request.Headers.Authorization, site.Code) is not { } token)
            return ReadPreferences.Unauthorized();
        var last = await db.Records.AsNoTracking().Where(r => r.Subject == token.Subject && r.PurposeCode == purpose).OrderByDescending(r => r.Version).FirstOrDefaultAsync(ct);
        if (!site.Purposes.Contains(purpose) || last is null || await issuer.IssueAsync(last.Id, ct) is not { } issued)
            return Problems.NotFound("record");
        return TypedResults.Ok(new ReceiptResponse(issued.Receipt, issued.KeyId, ReceiptEndpoints.KeysPath));
    }
}
