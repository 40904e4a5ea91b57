using Governance.Consent.Data;
using Governance.Contracts;
using Governance.Contracts.Consent.V1;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Records;

/// <summary>Records that a consent's time has run out. Decisions deny from that instant on, whether or not it is recorded yet.</summary>
internal sealed class ExpireConsents(ConsentDbContext db, RecordWriter writer, EventHeaders headers, TimeProvider clock)
{
    private const int BatchSize = 500;

    /// <summary>After one of these a consent before it can't run out any more.</summary>
    private static readonly ConsentAction[] Deciding =
        [ConsentAction.Give, ConsentAction.Renew, ConsentAction.Refuse, ConsentAction.Withdraw, ConsentAction.Expire, ConsentAction.Invalidate, ConsentAction.Revoke];

    /// <summary>How far before the last look is looked again: for what was committed late.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>Records what has run out since <paramref name="from"/>, soonest first; returns where the next look begins.</summary>
    public async Task<DateTimeOffset> RunAsync(DateTimeOffset from, CancellationToken ct)
    {
        var now = clock.Now();
        var (after, afterId) = (from, Guid.Empty);
        while (true)
        {
            // By the index on the end: what ended long ago is not read again.
            var due = await db.Records.AsNoTracking()
                .Where(r => !db.Records.Any(later => later.Subject == r.Subject && later.PurposeCode == r.PurposeCode && later.Version > r.Version && Deciding.Contains(later.Action)))
                // What had run out before it was imported was never in force here.
                .Where(r => r.ExpiresAt > r.RecordedAt)
                .Where(r => r.ExpiresAt <= now && (r.ExpiresAt > after || (r.ExpiresAt == after && r.Id > afterId)))
                .OrderBy(r => r.ExpiresAt).ThenBy(r => r.Id).Take(BatchSize)
                .Select(r => new { r.Id, r.Subject, r.PurposeCode, r.PurposeVersion, r.ExpiresAt, r.GivenBy }).ToListAsync(ct);
            if (due.Count > 0)
            {
                var ended = due.ToDictionary(r => r.Id);
                StreamKey[] keys = [.. due.Select(r => new StreamKey(r.Subject, r.PurposeCode)).Distinct()];
                await writer.AppendAsync(keys, histories => [.. keys.Zip(histories).Select(p => Expire(p.First, p.Second, id => ended.TryGetValue(id, out var r) ? (r.PurposeVersion, r.GivenBy) : null)).OfType<Addition>()], ct);
                (after, afterId) = (due[^1].ExpiresAt!.Value, due[^1].Id);
            }
            if (due.Count < BatchSize)
                return now - Overlap > from ? now - Overlap : from;
        }
    }

    private Addition? Expire(StreamKey key, ConsentEntry[] history, Func<Guid, (int PurposeVersion, GivenBy GivenBy)?> find)
    {
        var state = history.Aggregate(ConsentState.Initial, (s, entry) => s.Apply(entry));
        if (!state.Status.IsValid() || state.Latest is not { ExpiresAt: { } end } expired || find(expired.RecordId) is not { } of)
            return null;
        // The state changed when the time ran out, not when this was noticed; but nothing is recorded before what stands already.
        var recorded = history[^1].RecordedAt > end ? history[^1].RecordedAt : end;
        var record = new ConsentRecord
        {
            Id = Guid.CreateVersion7(clock.Now()),
            Subject = key.Subject,
            PurposeCode = key.Purpose,
            PurposeVersion = of.PurposeVersion,
            Version = history.Length + 1,
            Action = ConsentAction.Expire,
            RecordedAt = recorded,
            OccurredAt = recorded == end ? null : end,
            Method = "validity-period",
            Source = ConsentService.Name,
            GivenBy = of.GivenBy,
            RecordedBy = Actor.Service(ConsentService.Name).Id,
            RelatesTo = expired.RecordId,
        };
        var header = headers.New(null, "consent-record", record.Id, record.Subject) with { ObjectVersion = record.Version, Purpose = record.PurposeCode };
        return new(record, new ConsentExpired(header, record.Id, record.PurposeCode, record.Version, expired.RecordId));
    }
}
