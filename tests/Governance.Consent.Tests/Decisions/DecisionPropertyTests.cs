using Governance.Consent.Decisions;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Records;

namespace Governance.Consent.Tests.Decisions;

/// <summary>Random histories against what a person would conclude from reading them.</summary>
public sealed class DecisionPropertyTests
{
    private const int Runs = 5_000;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_decision_allows_exactly_what_the_history_allows()
    {
        var allowed = 0;
        ForEachCase((random, history, notice, purpose) =>
        {
            var at = Start.AddHours(random.Next(0, 400));
            var seen = UpTo(history, at);
            var expected = ReadByAPerson(purpose.Basis, seen, notice.Versions, at);
            var decision = DecisionRules.Decide(purpose, seen, notice.Timeline, at);
            Assert.Equal(expected, decision.Allowed);
            Assert.Equal(expected, decision.Basis is not null);
            allowed += expected ? 1 : 0;
        });
        Assert.InRange(allowed, Runs / 10, Runs * 9 / 10);
    }

    [Fact]
    public void Replay_gives_the_same_state() => ForEachCase((random, history, _, _) =>
    {
        var at = Start.AddHours(random.Next(0, 400));
        var cut = random.Next(0, history.Count + 1);
        var first = history.Take(cut).Aggregate(ConsentState.Initial, (state, entry) => state.Apply(entry));
        var whole = history.Skip(cut).Aggregate(first, (state, entry) => state.Apply(entry));
        Assert.Equal(history.Aggregate(ConsentState.Initial, (state, entry) => state.Apply(entry)), whole);
        Assert.Equal(ConsentState.Of(history, at), ConsentState.Of([.. history], at));
    });

    [Fact]
    public void A_past_decision_does_not_change_when_the_history_grows() => ForEachCase((random, history, notice, purpose) =>
    {
        var at = Start.AddHours(random.Next(0, 200));
        var before = DecisionRules.Decide(purpose, UpTo(history, at), notice.Timeline, at);
        var later = new ConsentEntry(Guid.NewGuid(), history.Count + 1, ConsentAction.Withdraw, Start.AddHours(401));
        var grownNotice = new NoticeTimeline([.. notice.Versions, new(notice.Versions.Count + 1, NoticeChange.Material, Start.AddHours(401), [])]);
        Assert.Equal(before, DecisionRules.Decide(purpose, UpTo([.. history, later], at), grownNotice, at));
    });

    private static List<ConsentEntry> UpTo(IEnumerable<ConsentEntry> history, DateTimeOffset at) => [.. history.Where(e => e.RecordedAt <= at)];

    private static bool ReadByAPerson(LegalBasis basis, List<ConsentEntry> seen, List<PublishedVersion> versions, DateTimeOffset at)
    {
        if (basis is LegalBasis.Contract)
            return true;
        if (basis is LegalBasis.LegitimateInterest)
            return seen.Where((e, i) => seen.Take(i).All(earlier => e.HappenedAt >= earlier.HappenedAt))
                .LastOrDefault(e => e.Action is ConsentAction.Object or ConsentAction.LiftObjection)?.Action != ConsentAction.Object;
        // The last answer that counts; asking again and reaffirming what doesn't stand are no answers.
        ConsentEntry? last = null;
        DateTimeOffset upTo = default;
        foreach (var entry in seen)
        {
            // What is told later about an earlier time changes nothing.
            if (entry.HappenedAt < upTo)
                continue;
            upTo = entry.HappenedAt;
            var stands = last is { Action: ConsentAction.Give or ConsentAction.Renew } && !(last.ExpiresAt <= entry.HappenedAt);
            if (entry.Action is ConsentAction.Give or ConsentAction.Refuse or ConsentAction.Withdraw or ConsentAction.Expire or ConsentAction.Invalidate or ConsentAction.Revoke
                || (entry.Action is ConsentAction.Renew && stands))
                last = entry;
        }
        if (last is not { Action: ConsentAction.Give or ConsentAction.Renew } || last.ExpiresAt <= at)
            return false;
        var inEffect = versions.Where(v => v.EffectiveFrom <= at).ToList();
        return inEffect.Any(v => v.Number == last.Notice!.Version)
            && inEffect.Where(v => v.Number >= last.Notice!.Version).All(v => v.PurposeCodes.Contains("p"))
            && inEffect.Where(v => v.Number > last.Notice!.Version).All(v => v.Change == NoticeChange.Minor);
    }

    private sealed record Notice(List<PublishedVersion> Versions, NoticeTimeline Timeline);

    private static void ForEachCase(Action<Random, List<ConsentEntry>, Notice, PurposeFacts> check)
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var versions = Versions(random);
            LegalBasis[] bases = [LegalBasis.Consent, LegalBasis.Consent, LegalBasis.Consent, LegalBasis.LegitimateInterest, LegalBasis.Contract];
            check(random, History(random, versions.Count), new Notice(versions, new NoticeTimeline(versions)), new PurposeFacts("p", bases[random.Next(bases.Length)], Start));
        }
    }

    private static List<PublishedVersion> Versions(Random random)
    {
        var hours = 0;
        return [.. Enumerable.Range(1, random.Next(1, 4)).Select(n => new PublishedVersion(
            n,
            random.Next(3) == 0 ? NoticeChange.Material : NoticeChange.Minor,
            Start.AddHours(hours += random.Next(0, 80)),
            random.Next(10) == 0 ? ["q"] : ["p", "q"]))];
    }

    private static List<ConsentEntry> History(Random random, int versions)
    {
        ConsentAction[] actions = [ConsentAction.Give, ConsentAction.Give, ConsentAction.Give, .. Enum.GetValues<ConsentAction>()];
        var hours = 0;
        return [.. Enumerable.Range(1, random.Next(0, 8)).Select(version =>
        {
            var action = actions[random.Next(actions.Length)];
            var at = Start.AddHours(hours += random.Next(0, 60));
            var given = action is ConsentAction.Give or ConsentAction.Renew;
            return new ConsentEntry(
                Guid.NewGuid(),
                version,
                action,
                at,
                given ? new NoticeReference("n", random.Next(1, versions + 1)) : null,
                given && random.Next(2) == 0 ? at.AddHours(random.Next(1, 200)) : null,
                random.Next(6) == 0 ? at.AddHours(-random.Next(1, 200)) : null);
        })];
    }
}
