using System.Globalization;
using System.Security.Claims;
using Governance.Audit.Data;
using Governance.Audit.Search;
using Governance.Contracts.Audit.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;

namespace Governance.Audit.Access;

/// <summary>Whoever reads the log leaves an entry in it. It is safe before the answer goes out.</summary>
internal sealed class AccessLog(MessageOutbox outbox, EventHeaders headers)
{
    /// <summary>A search: which filters, and which entries it showed.</summary>
    public Task SearchedAsync(AuditDbContext db, ClaimsPrincipal user, EntryQuery query, IReadOnlyList<FoundEntry> shown, CancellationToken ct) =>
        AddAsync(db, user, "search", "search", shown.Count > 0 ? query.Subject : null, query.Names(), shown.Count, shown.Count > 0 ? (shown.Min(Sequence), shown.Max(Sequence)) : null, ct);

    /// <param name="kind"><c>entry</c>, <c>proof</c> or <c>receipt</c>.</param>
    public Task ReadAsync(AuditDbContext db, ClaimsPrincipal user, string kind, FoundEntry entry, CancellationToken ct) =>
        AddAsync(db, user, kind, Sequence(entry).ToString(CultureInfo.InvariantCulture), entry.Details?.SubjectPseudonym, [], 1, (Sequence(entry), Sequence(entry)), ct);

    /// <param name="count">Entries that will be handed out.</param>
    /// <param name="last">Place of the last entry that the export can hold.</param>
    public Task ExportedAsync(AuditDbContext db, ClaimsPrincipal user, EntryQuery query, int count, long last, CancellationToken ct) =>
        AddAsync(db, user, "export", "export", count > 0 ? query.Subject : null, query.Names(), count, (0, last), ct);

    private static long Sequence(FoundEntry found) => found.Entry.Sequence;

    /// <param name="subject">Null when nothing was found of them: an erased pseudonym must not come back by being asked for.</param>
    private async Task AddAsync(
        AuditDbContext db, ClaimsPrincipal user, string kind, string id, string? subject, IReadOnlyList<string> filters, int count, (long First, long Last)? range, CancellationToken ct)
    {
        outbox.Add(db, new AuditEntriesRead(headers.New(user.Actor(), "audit-entries", id, subject), kind, filters, count, range?.First, range?.Last));
        await db.SaveChangesAsync(ct);
    }
}
