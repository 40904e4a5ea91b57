using Governance.Consent.Data;
using Governance.Contracts;
using Governance.Messaging.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Webhooks;

/// <summary>
/// Puts a record, and any before it that were not heard of yet, in line for each system concerned. An event that overtook another one therefore
/// brings it along: a version is never in line before those below it.
/// </summary>
internal sealed class QueueDeliveries<TEvent>(ConsentDbContext db, ConsumerSupport support, TimeProvider clock) : IdempotentConsumer<TEvent, ConsentDbContext>(db, support)
    where TEvent : class, IEvent
{
    protected override async Task HandleAsync(TEvent message, CancellationToken ct)
    {
        if (message.Header is not { SubjectPseudonym: { } subject, Purpose: { } purpose, ObjectVersion: { } version })
            throw new InvalidOperationException("The event does not say whose history it belongs to.");
        await Db.Database.ExecuteSqlAsync($"""
            INSERT INTO deliveries (recipient_id, subject, purpose_code, version, record_id, action, occurred_at, state, attempts, next_attempt_at)
            SELECT p.id, r.subject, r.purpose_code, r.version, r.id, r.action, r.recorded_at, 'Pending', 0, {clock.GetUtcNow()}
            FROM recipients p
            JOIN consent_records r ON r.subject = {subject} AND r.purpose_code = {purpose} AND r.version <= {version}
            WHERE p.disabled_at IS NULL
              AND (cardinality(p.purposes) = 0 OR r.purpose_code = ANY(p.purposes))
              AND (r.version = {version} OR r.recorded_at >= p.created_at)
            ORDER BY p.id, r.version
            ON CONFLICT (recipient_id, subject, purpose_code, version) DO NOTHING
            """, ct);
    }
}
