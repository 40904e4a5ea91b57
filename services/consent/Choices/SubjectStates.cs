using Governance.Consent.Data;
using Governance.Consent.Decisions;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Records;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Choices;

/// <summary>Where a person stands with a purpose.</summary>
/// <param name="Last">The last record of the history; null when there is none.</param>
internal sealed record SubjectState(Purpose Purpose, Decision Decision, ConsentState State, ConsentEntry? Last);

/// <summary>Reads where one person stands with several purposes, by the same rules as a decision.</summary>
internal sealed class SubjectStates(ConsentDbContext db, TimeProvider clock)
{
    /// <param name="codes">Purposes asked for; null for all. Unknown ones are left out.</param>
    public async Task<IReadOnlyList<SubjectState>> ReadAsync(string subject, IReadOnlyCollection<string>? codes, CancellationToken ct)
    {
        var purposes = await db.Purposes.AsNoTracking().Where(p => codes == null || codes.Contains(p.Code)).WithCurrent().OrderBy(p => p.Code).ToListAsync(ct);
        var known = purposes.Select(p => p.Code).ToList();
        var histories = (await db.Records.AsNoTracking().Where(r => r.Subject == subject && known.Contains(r.PurposeCode)).OrderBy(r => r.Version).ToListAsync(ct))
            .ToLookup(r => r.PurposeCode, r => r.ToEntry());
        var shown = histories.SelectMany(h => h).Select(e => e.Notice?.Code).OfType<string>().Distinct().ToList();
        var notices = (await db.NoticeVersions.AsNoTracking().Where(v => shown.Contains(v.NoticeCode)).ToListAsync(ct))
            .GroupBy(v => v.NoticeCode).ToDictionary(g => g.Key, g => new NoticeTimeline(g.Select(v => v.Facts())), StringComparer.Ordinal);
        var now = clock.Now();
        return [.. purposes.Select(p => Of(p, [.. histories[p.Code]], notices, now))];
    }

    private static SubjectState Of(Purpose purpose, IReadOnlyList<ConsentEntry> history, Dictionary<string, NoticeTimeline> notices, DateTimeOffset now)
    {
        var state = ConsentState.Of(history, now);
        var notice = state.Latest?.Notice is { } given ? notices.GetValueOrDefault(given.Code) : null;
        var decision = DecisionRules.Decide(new PurposeFacts(purpose.Code, purpose.LegalBasis, purpose.DefinedAt), history, notice, now);
        return new(purpose, decision, state, history.Count > 0 ? history[^1] : null);
    }
}
