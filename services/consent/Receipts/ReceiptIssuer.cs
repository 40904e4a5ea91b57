using System.Globalization;
using Governance.Consent.Data;
using Governance.Consent.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Receipts;

/// <summary>Makes the receipt of a record. Everything in it comes from append-only tables, so that it says the same whenever it is asked for.</summary>
internal sealed class ReceiptIssuer(ConsentDbContext db, ReceiptKeyRing keys, IOptions<ReceiptOptions> options, TimeProvider clock)
{
    /// <summary>The <c>typ</c> of a receipt: what another key of ours signs can't pass as one.</summary>
    public const string Type = "consent-receipt+jwt";

    public const string Issuer = "governance-consent";

    public async Task<IssuedReceipt?> IssueAsync(Guid recordId, CancellationToken ct)
    {
        if (await db.Records.AsNoTracking().SingleOrDefaultAsync(r => r.Id == recordId, ct) is not { } record)
            return null;
        var key = await keys.GetSigningKeyAsync(ct);
        var document = await DescribeAsync(record, ct);
        return new(CompactJws.Sign(key.Key, key.Public.Kid, Type, document.ToUtf8()), key.Public.Kid);
    }

    private async Task<ReceiptDocument> DescribeAsync(ConsentRecord record, CancellationToken ct)
    {
        var history = await db.Records.AsNoTracking()
            .Where(r => r.Subject == record.Subject && r.PurposeCode == record.PurposeCode && r.Version <= record.Version).OrderBy(r => r.Version).ToListAsync(ct);
        var purpose = await db.Purposes.AsNoTracking().SingleAsync(p => p.Code == record.PurposeCode, ct);
        var details = await db.PurposeVersions.AsNoTracking().SingleAsync(v => v.PurposeId == purpose.Id && v.Number == record.PurposeVersion, ct);
        // A withdrawal is shown no notice: it answers the one before it.
        var shown = history.LastOrDefault(r => r.NoticeCode is not null);
        var controller = options.Value.Controller;
        return new(
            Issuer,
            clock.GetUtcNow().ToUnixTimeSeconds(),
            new(ReceiptHeader.Schema, record.Id, record.Subject),
            new(
                shown is null ? null : new(shown.NoticeCode!, shown.NoticeVersion!.Value, shown.ContentHash!),
                shown?.Language,
                new(purpose.Code, details.Number, details.Name, details.Description, CodeRules.CodeOf(purpose.LegalBasis)),
                details.DataCategories,
                [controller.Id],
                [.. options.Value.StorageLocations],
                Days(details.RetentionDays),
                options.Value.Jurisdiction,
                details.Recipients,
                shown?.WithdrawalMethod,
                record.Method),
            new(controller.Id, controller.Name, controller.Address, controller.Contact, "pii-controller"),
            new(
                record.RecordedAt,
                record.ExpiresAt is { } end ? Days((int)Math.Round((end - record.RecordedAt).TotalDays)) : null,
                record.GivenBy == GivenBy.Guardian ? "guardian" : record.Subject,
                CodeRules.CodeOf(record.Action),
                CodeRules.CodeOf(StateAfter(history)),
                record.Version));
    }

    private static ConsentStatus StateAfter(List<ConsentRecord> history) =>
        ConsentState.Of(history.Select(r => r.ToEntry()), history[^1].RecordedAt).Status;

    private static string Days(int days) => string.Create(CultureInfo.InvariantCulture, $"P{days}D");
}

/// <param name="Receipt">JWS in compact serialisation.</param>
internal sealed record IssuedReceipt(string Receipt, string KeyId);
