using System.Globalization;
using Governance.Audit.Data;
using Governance.Audit.Search;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Tests.Search;

/// <summary>What a search finds in a long log, and how much of it it looks at.</summary>
public sealed class FinderTests(SeededLog log) : IClassFixture<SeededLog>
{
    private const int Page = 51;

    /// <summary>So many rows may be looked at for a page: some spans, of twenty.</summary>
    private const int Bound = 4 * EntrySpan.Length;

    public static TheoryData<string> Queries =>
    [
        "",
        "source=consent",
        "source=dpia",
        "source=nobody",
        "purpose=marketing",
        "purpose=marketing&source=dpia",
        "outcome=refused",
        "outcome=failed",
        "outcome=refused&from=2030-03-01&to=2030-03-09",
        "action=PlanApproved",
        "action=Nothing",
        "action=PlanApproved&from=2030-06-01&to=2030-07-01",
        "actorId=user-7",
        "actorId=user-7&source=identity&from=2030-02-01&to=2030-04-01",
        "objectId=2500",
        "objectId=2500&action=SignedIn",
        "subject=sub_77",
        "subject=sub_77&outcome=refused",
        "subject=sub_77&from=2030-02-01",
        "from=2030-03-01&to=2030-03-09",
        "from=2030-06-01",
        "to=2030-01-03",
        "from=2029-01-01&to=2029-12-31",
        "from=2040-01-01",
        "source=consent&from=2030-08-01&to=2030-08-02",
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Pages_from_either_end_hold_what_a_look_at_every_entry_finds(string query)
    {
        var asked = Parse(query);
        var expected = SeededLog.Seeds.Where(s => Matches(s, asked)).Select(s => s.Sequence).ToList();

        Assert.Equal(expected.Take(3 * Page), await PagesAsync(asked, isNewestFirst: false));
        Assert.Equal(Enumerable.Reverse(expected).Take(3 * Page), await PagesAsync(asked, isNewestFirst: true));
        Assert.Equal(expected.Count, await WithFinderAsync((finder, _) => finder.CountAsync(asked, SequenceRange.All, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_page_costs_a_look_at_a_few_spans_and_never_at_the_whole_log(string query)
    {
        foreach (var isNewestFirst in (bool[])[true, false])
            Assert.InRange(await LookedAtAsync(Parse(query), isNewestFirst), 0, Bound);
    }

    private Task<long> LookedAtAsync(EntryQuery query, bool isNewestFirst) => WithFinderAsync(async (finder, db) =>
    {
        // The count of this session, which it hands over between transactions only; the spans are read by another session.
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var before = await CountedAsync(db);
        await finder.FindAsync(query, SequenceRange.All, isNewestFirst, Page, TestContext.Current.CancellationToken);
        return await CountedAsync(db) - before;
    });

    private static Task<long> CountedAsync(AuditDbContext db) => db.Database.SqlQuery<long>($"""
        SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint AS "Value" FROM pg_stat_xact_user_tables WHERE relname = 'entries' OR relname LIKE 'payloads%'
        """).SingleAsync(TestContext.Current.CancellationToken);

    private Task<List<long>> PagesAsync(EntryQuery query, bool isNewestFirst) => WithFinderAsync(async (finder, _) =>
    {
        var (found, within) = (new List<long>(), SequenceRange.All);
        for (var i = 0; i < 3; i++)
        {
            var page = await finder.FindAsync(query, within, isNewestFirst, Page, TestContext.Current.CancellationToken);
            found.AddRange(page.Select(f => f.Entry.Sequence));
            Assert.All(page, f => Assert.Equal(f.Entry.Sequence, f.Details!.Sequence));
            if (page.Count < Page)
                break;
            within = isNewestFirst ? within with { Last = found[^1] - 1 } : within with { First = found[^1] + 1 };
        }
        return found;
    });

    private async Task<T> WithFinderAsync<T>(Func<EntryFinder, AuditDbContext, Task<T>> act)
    {
        await using var db = log.Log.Db();
        return await act(new EntryFinder(db, new EntrySpans(log.Source)), db);
    }

    private static EntryQuery Parse(string query)
    {
        var fields = QueryHelpers.ParseQuery(query);
        string? Text(string name) => fields.TryGetValue(name, out var value) ? value.ToString() : null;
        DateTimeOffset? Time(string name) => Text(name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
        return new(
            Text("subject"), ObjectType: null, Text("objectId"), Text("actorId"), Text("action"), Text("purpose"), Text("source"), Text("outcome"), CorrelationId: null, Time("from"), Time("to"),
            Order: null, After: null, Limit: null);
    }

    private static bool Matches(Seed s, EntryQuery q) =>
        (q.Subject is null || s.Subject == q.Subject || s.OnBehalfOf == q.Subject)
        && (q.ObjectId is null || s.ObjectId == q.ObjectId) && (q.ActorId is null || s.Actor == q.ActorId) && (q.Action is null || s.Action == q.Action)
        && (q.Purpose is null || s.Purpose == q.Purpose) && (q.Source is null || s.Source == q.Source) && (q.Outcome is null || s.Outcome == q.Outcome)
        && (q.From is null || s.At >= q.From) && (q.To is null || s.At < q.To);
}
