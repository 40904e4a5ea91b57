using Governance.Audit.Data;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Search;

/// <summary>Finds entries. Envelope and payload are asked one after the other: a join over all months' partitions takes longer to plan than to carry out.</summary>
internal sealed class EntryFinder(AuditDbContext db, EntrySpans spans)
{
    /// <summary>More ranges than these are not looked through one by one where an index leads to the entries.</summary>
    private const int FewRanges = 8;

    private const int FewEntries = 500;
    private const int ManyEntries = 20_000;

    public async Task<FoundEntry?> FindAsync(long sequence, CancellationToken ct) =>
        (await ReadAsync([sequence], ct)).SingleOrDefault();

    /// <returns>The first entries in the order asked for.</returns>
    public async Task<List<FoundEntry>> FindAsync(EntryQuery query, SequenceRange within, bool isNewestFirst, int count, CancellationToken ct)
    {
        var ranges = await spans.RangesAsync(query, within, ct);
        if (ranges.Count > FewRanges && query.HasIndex)
            ranges = [new(ranges[0].First, ranges[^1].Last)];
        var sequences = new List<long>(count);
        foreach (var range in isNewestFirst ? ranges.Reverse() : ranges)
        {
            await AddAsync(sequences, query, range, isNewestFirst, count, ct);
            if (sequences.Count == count)
                break;
        }
        var found = await ReadAsync(sequences, ct);
        return [.. isNewestFirst ? found.OrderByDescending(f => f.Entry.Sequence) : found.OrderBy(f => f.Entry.Sequence)];
    }

    public Task<int> CountAsync(EntryQuery query, SequenceRange within, CancellationToken ct)
    {
        var (payloads, entries) = (OfPayloads(query, within), OfEntries(query, within));
        return (!query.AsksPayload ? entries : query.AsksEnvelope ? payloads.Join(entries, p => p, e => e, (p, e) => p) : payloads).CountAsync(ct);
    }

    private async Task AddAsync(List<long> found, EntryQuery query, SequenceRange range, bool isNewestFirst, int count, CancellationToken ct)
    {
        if (!query.AsksPayload || !query.AsksEnvelope)
        {
            var matching = query.AsksPayload ? OfPayloads(query, range) : OfEntries(query, range);
            found.AddRange(await Ordered(matching, isNewestFirst).Take(count - found.Count).ToListAsync(ct));
            return;
        }
        // A person's or an object's entries are few, which the planner can't know: it would rather begin with the other side.
        for (var take = FewEntries; ; take = Math.Min(take * 4, ManyEntries))
        {
            var some = await Ordered(OfPayloads(query, range), isNewestFirst).Take(take).ToListAsync(ct);
            found.AddRange(await Ordered(OfEntries(query, range).Where(s => some.Contains(s)), isNewestFirst).Take(count - found.Count).ToListAsync(ct));
            if (some.Count < take || found.Count == count)
                return;
            range = isNewestFirst ? range with { Last = some[^1] - 1 } : range with { First = some[^1] + 1 };
        }
    }

    private static IQueryable<long> Ordered(IQueryable<long> sequences, bool isNewestFirst) => isNewestFirst ? sequences.OrderDescending() : sequences.Order();

    private IQueryable<long> OfEntries(EntryQuery query, SequenceRange range)
    {
        var entries = db.Entries.Where(e => e.Sequence >= range.First && e.Sequence <= range.Last);
        if (query.ActorId is not null)
            entries = entries.Where(e => e.ActorId == query.ActorId);
        if (query.Action is not null)
            entries = entries.Where(e => e.Action == query.Action);
        if (query.Purpose is not null)
            entries = entries.Where(e => e.Purpose == query.Purpose);
        if (query.Source is not null)
            entries = entries.Where(e => e.Source == query.Source);
        if (query.Outcome is not null)
            entries = entries.Where(e => e.Outcome == query.Outcome);
        if (query.From?.ToUniversalTime() is { } from)
            entries = entries.Where(e => e.OccurredAt >= from);
        if (query.To?.ToUniversalTime() is { } to)
            entries = entries.Where(e => e.OccurredAt < to);
        return entries.Select(e => e.Sequence);
    }

    private IQueryable<long> OfPayloads(EntryQuery query, SequenceRange range)
    {
        var payloads = db.Payloads.Where(p => p.Sequence >= range.First && p.Sequence <= range.Last);
        if (query.ObjectType is not null)
            payloads = payloads.Where(p => p.ObjectType == query.ObjectType);
        if (query.ObjectId is not null)
            payloads = payloads.Where(p => p.ObjectId == query.ObjectId);
        if (query.CorrelationId is not null)
            payloads = payloads.Where(p => p.CorrelationId == query.CorrelationId);
        if (query.Subject is not { } subject)
            return payloads.Select(p => p.Sequence);
        // Each by its own index: of the three together none leads to them.
        return payloads.Where(p => p.SubjectPseudonym == subject).Select(p => p.Sequence)
            .Union(payloads.Where(p => p.ActingSubject == subject).Select(p => p.Sequence))
            .Union(payloads.Where(p => p.OnBehalfOf == subject).Select(p => p.Sequence));
    }

    private async Task<List<FoundEntry>> ReadAsync(List<long> sequences, CancellationToken ct)
    {
        if (sequences.Count == 0)
            return [];
        var entries = await db.Entries.AsNoTracking().Where(e => sequences.Contains(e.Sequence)).ToListAsync(ct);
        var months = entries.Select(e => e.Month).Distinct().ToList();
        var details = await db.Payloads.AsNoTracking().Where(p => months.Contains(p.Month) && sequences.Contains(p.Sequence)).ToDictionaryAsync(p => (p.Sequence, p.Month), ct);
        return [.. entries.Select(e => new FoundEntry { Entry = e, Details = details.GetValueOrDefault((e.Sequence, e.Month)) })];
    }
}
