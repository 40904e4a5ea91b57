using Governance.Consent.Data;
using Governance.Consent.Decisions;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Records;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Webhooks;

/// <param name="Version">Position of the latest record; the system should have seen all up to it.</param>
/// <param name="Allowed">What a decision says now.</param>
/// <param name="AcknowledgedVersion">The highest one that the system has acknowledged; null when none.</param>
internal sealed record ExpectedStateItem(string Subject, string Purpose, int Version, bool Allowed, ConsentStatus? State, string Reason, Guid RecordId, DateTimeOffset Since, int? AcknowledgedVersion);

/// <summary>What a system should believe of everyone who ever said something: to be compared with what it does believe.</summary>
internal static class ExpectedState
{
    /// <param name="after"><c>next</c> of the page before.</param>
    public static async Task<Results<Ok<Page<ExpectedStateItem>>, ProblemHttpResult>> ListAsync(string code, string? after, int? limit, ConsentDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await ReadDeliveries.FindAsync(code, db, ct) is not { } recipient)
            return Problems.NotFound("recipient");
        var key = after?.Split('.');
        if (key is not null && key.Length != 2)
            return Problems.Validation("after", "Not the next of an earlier page.");
        var count = Paging.Limit(limit);
        var latest = await Latest(db, recipient, key?[0], key?[1], count + 1).ToListAsync(ct);
        var subjects = latest.Select(r => r.Subject).Distinct().ToList();
        var codes = latest.Select(r => r.PurposeCode).Distinct().ToList();
        var histories = (await db.Records.AsNoTracking().Where(r => subjects.Contains(r.Subject) && codes.Contains(r.PurposeCode)).OrderBy(r => r.Version).ToListAsync(ct))
            .ToLookup(r => (r.Subject, r.PurposeCode));
        var purposes = await db.Purposes.AsNoTracking().Where(p => codes.Contains(p.Code)).ToDictionaryAsync(p => p.Code, p => new PurposeFacts(p.Code, p.LegalBasis, p.DefinedAt), ct);
        var notices = await NoticesAsync(histories.SelectMany(h => h), db, ct);
        var seen = (await db.Set<Delivery>().AsNoTracking()
                .Where(d => d.RecipientId == recipient.Id && d.State == DeliveryState.Acknowledged && subjects.Contains(d.Subject) && codes.Contains(d.PurposeCode))
                .GroupBy(d => new { d.Subject, d.PurposeCode }).Select(g => new { g.Key.Subject, g.Key.PurposeCode, Version = g.Max(d => d.Version) }).ToListAsync(ct))
            .ToDictionary(g => (g.Subject, g.PurposeCode), g => (int?)g.Version);
        var now = clock.Now();
        return TypedResults.Ok(Paging.ToPage(latest, count, Describe, r => $"{r.Subject}.{r.PurposeCode}"));

        ExpectedStateItem Describe(ConsentRecord last)
        {
            var history = histories[(last.Subject, last.PurposeCode)].ToList();
            var notice = history.LastOrDefault(r => r.Action == ConsentAction.Give)?.NoticeCode is { } shown ? notices.GetValueOrDefault(shown) : null;
            var decision = DecisionRules.Decide(purposes.GetValueOrDefault(last.PurposeCode), [.. history.Select(r => r.ToEntry())], notice, now);
            return new(
                last.Subject, last.PurposeCode, history[^1].Version, decision.Allowed, decision.State, decision.Reason, history[^1].Id, history[^1].RecordedAt,
                seen.GetValueOrDefault((last.Subject, last.PurposeCode)));
        }
    }

    /// <summary>The last record of each history behind the key, in the order of the index.</summary>
    private static IQueryable<ConsentRecord> Latest(ConsentDbContext db, Recipient recipient, string? subject, string? purpose, int count) =>
        db.Records.FromSql($"""
            SELECT DISTINCT ON (subject, purpose_code) * FROM consent_records
            WHERE ({subject}::text IS NULL OR (subject, purpose_code) > ({subject}::text COLLATE "C", {purpose}::text COLLATE "C"))
              AND (cardinality({recipient.Purposes}) = 0 OR purpose_code = ANY({recipient.Purposes}))
            ORDER BY subject, purpose_code, version DESC
            LIMIT {count}
            """).AsNoTracking();

    private static async Task<Dictionary<string, NoticeTimeline>> NoticesAsync(IEnumerable<ConsentRecord> records, ConsentDbContext db, CancellationToken ct)
    {
        var codes = records.Select(r => r.NoticeCode).OfType<string>().Distinct().ToList();
        var versions = await db.NoticeVersions.AsNoTracking().Where(v => codes.Contains(v.NoticeCode)).ToListAsync(ct);
        return versions.GroupBy(v => v.NoticeCode).ToDictionary(g => g.Key, g => new NoticeTimeline(g.Select(v => v.Facts())));
    }
}
