using Governance.Consent.Data;
using Governance.Contracts;
using Governance.Messaging.Inbox;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Webhooks;

/// <summary>
/// Puts records, and any before them that were not heard of yet, in line for each system concerned. An event that overtook another one therefore
/// brings it along: a version is never in line before those below it.
/// </summary>
internal sealed class QueueDeliveries<TEvent>(ConsentDbContext db, BatchConsumerSupport support, TimeProvider clock) : IdempotentBatchConsumer<TEvent, ConsentDbContext>(db, support)
    where TEvent : class, IEvent
{
    protected override async Task HandleAsync(IReadOnlyList<ConsumeContext<TEvent>> messages, CancellationToken ct)
    {
        var told = messages.Select(m => m.Message.Header is { SubjectPseudonym: { } subject, Purpose: { } purpose, ObjectVersion: { } version }
            ? (Subject: subject, Purpose: purpose, Version: version)
            : throw new InvalidOperationException("The event does not say whose history it belongs to.")).ToList();
        var (subjects, purposes, versions) = (told.Select(t => t.Subject).ToArray(), told.Select(t => t.Purpose).ToArray(), told.Select(t => t.Version).ToArray());
        await Db.Database.ExecuteSqlAsync($"""
            INSERT INTO deliveries (recipient_id, subject, purpose_code, version, record_id, action, occurred_at, state, attempts, next_attempt_at)
            SELECT p.id, r.subject, r.purpose_code, r.version, r.id, r.action, r.recorded_at, 'Pending', 0, {clock.GetUtcNow()}
            FROM recipients p
            CROSS JOIN unnest({subjects}, {purposes}, {versions}) AS told (subject, purpose_code, version)
            JOIN consent_records r ON r.subject = told.subject AND r.purpose_code = told.purpose_code AND r.version <= told.version
            WHERE p.disabled_at IS NULL
              AND (cardinality(p.purposes) = 0 OR r.purpose_code = ANY(p.purposes))
              AND (r.version = told.version OR r.recorded_at >= p.created_at)
            ORDER BY p.id, r.subject, r.purpose_code, r.version
            ON CONFLICT (recipient_id, subject, purpose_code, version) DO NOTHING
            """, ct);
    }
}
