using Governance.Audit.Data;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Search;

/// <summary>An entry, and its payload's columns unless these were erased or dropped.</summary>
internal sealed class FoundEntry
{
    public required LogEntry Entry { get; init; }

    public StoredPayload? Details { get; init; }

    public static IQueryable<FoundEntry> In(AuditDbContext db) =>
        from entry in db.Entries.AsNoTracking()
        join payload in db.Payloads.AsNoTracking() on new { entry.Sequence, entry.Month } equals new { payload.Sequence, payload.Month } into payloads
        from details in payloads.DefaultIfEmpty()
        select new FoundEntry { Entry = entry, Details = details };
}
