using Governance.Consent.Data;
using Governance.Contracts;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Records;

/// <summary>Records that a consent's time has run out. Decisions deny from that instant on, whether or not it is recorded yet.</summary>
internal sealed class ExpireConsents(ConsentDbContext db, RecordAppender appender, MessageOutbox outbox, EventHeaders headers, TimeProvider clock)
{
    private const int BatchSize = 500;

    /// <summary>Returns how many were due; call again while it is a full batch.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var now = clock.Now();
        var due = await db.Records.AsNoTracking()
            .Where(r => r.ExpiresAt <= now)
            .Where(r => !db.Records.Any(later => later.Subject == r.Subject && later.PurposeCode == r.PurposeCode && later.Version > r.Version))
            .OrderBy(r => r.ExpiresAt).Take(BatchSize).ToListAsync(ct);
        foreach (var record in due)
        {
            await appender.AppendAsync(record.Subject, record.PurposeCode, history => history[^1].Id == record.Id ? Expire(history[^1]) : null, ct);
            db.ChangeTracker.Clear();
        }
        return due.Count == BatchSize;
    }

    private ConsentRecord Expire(ConsentRecord expired)
    {
        var record = new ConsentRecord
        {
            Id = Guid.CreateVersion7(clock.Now()),
            Subject = expired.Subject,
            PurposeCode = expired.PurposeCode,
            PurposeVersion = expired.PurposeVersion,
            Version = expired.Version + 1,
            Action = ConsentAction.Expire,
            // The state changed when the time ran out, not when this was noticed.
            RecordedAt = expired.ExpiresAt!.Value,
            Method = "validity-period",
            Source = ConsentService.Name,
            GivenBy = expired.GivenBy,
            RecordedBy = Actor.Service(ConsentService.Name).Id,
        };
        var header = headers.New(null, "consent-record", record.Id, record.Subject) with { ObjectVersion = record.Version, Purpose = record.PurposeCode };
        outbox.Add(db, new ConsentExpired(header, record.Id, record.PurposeCode, record.Version, expired.Id));
        return record;
    }
}
