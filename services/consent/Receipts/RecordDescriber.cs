using System.Globalization;
using Governance.Consent.Data;
using Governance.Consent.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Receipts;

/// <summary>Puts a record into the shape of ISO/IEC TS 27560. All of it but the controller's own words comes from append-only tables, so that it says the same whenever it is asked for.</summary>
internal sealed class RecordDescriber(ConsentDbContext db, IOptions<ReceiptOptions> options)
{
    public async Task<RecordDocument?> DescribeAsync(Guid recordId, CancellationToken ct)
    {
        if (await db.Records.AsNoTracking().SingleOrDefaultAsync(r => r.Id == recordId, ct) is not { } record)
            return null;
        var history = await db.Records.AsNoTracking()
            .Where(r => r.Subject == record.Subject && r.PurposeCode == record.PurposeCode && r.Version <= record.Version).OrderBy(r => r.Version).ToListAsync(ct);
        var purpose = await db.Purposes.AsNoTracking().SingleAsync(p => p.Code == record.PurposeCode, ct);
        var details = await db.PurposeVersions.AsNoTracking().SingleAsync(v => v.PurposeId == purpose.Id && v.Number == record.PurposeVersion, ct);
        // A withdrawal is shown no notice: it answers the one before it.
        var shown = history.LastOrDefault(r => r.NoticeCode is not null);
        var controller = options.Value.Controller;
        var happened = record.OccurredAt ?? record.RecordedAt;
        return new(
            new(RecordHeader.Schema, record.Id, record.Subject),
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
                record.Method,
                record.Source),
            new(controller.Id, controller.Name, controller.Address, controller.Contact, "pii-controller"),
            new(
                happened,
                record.RecordedAt,
                record.ExpiresAt is { } end ? Days((int)Math.Round((end - happened).TotalDays)) : null,
                record.GivenBy == GivenBy.Guardian ? "guardian" : record.Subject,
                CodeRules.CodeOf(record.Action),
                CodeRules.CodeOf(StateAfter(history)),
                record.Version,
                record.Demonstrable,
                record.Evidence));
    }

    private static ConsentStatus StateAfter(List<ConsentRecord> history) =>
        ConsentState.Of(history.Select(r => r.ToEntry()), history[^1].RecordedAt).Status;

    private static string Days(int days) => string.Create(CultureInfo.InvariantCulture, $"P{days}D");
}
