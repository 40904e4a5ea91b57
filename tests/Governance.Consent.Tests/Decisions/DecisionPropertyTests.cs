using FsCheck;
using FsCheck.Fluent;
using Governance.Consent.Decisions;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Records;

namespace Governance.Consent.Tests.Decisions;

/// <summary>Any history at all. What fails is made smaller until nothing can be left out, and printed.</summary>
public sealed class DecisionPropertyTests
{
    private const int Cases = 5_000;

    /// <summary>The same cases each time: what fails here fails for everyone. Another seed, other cases.</summary>
    private static readonly Config Repeatable = Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(20260503, 7);

    [Fact]
    public void A_decision_allows_exactly_what_a_person_reading_the_history_would()
    {
        var allowed = 0;
        ForAll(c =>
        {
            var decision = Decide(c, c.History, c.Versions);
            var expected = ReadByAPerson(c);
            allowed += expected ? 1 : 0;
            return decision.Allowed == expected && (decision.Basis is not null) == expected;
        });
        Assert.InRange(allowed, Cases / 10, Cases * 9 / 10);
    }

    [Fact]
    public void Replay_gives_the_same_state_wherever_it_is_interrupted() => ForAll(c =>
    {
        var first = c.History.Take(c.Cut).Aggregate(ConsentState.Initial, (state, entry) => state.Apply(entry));
        var inTwoParts = c.History.Skip(c.Cut).Aggregate(first, (state, entry) => state.Apply(entry));
        return inTwoParts == c.History.Aggregate(ConsentState.Initial, (state, entry) => state.Apply(entry))
            && ConsentState.Of(c.History, c.Time) == ConsentState.Of([.. c.History.Select(e => e with { })], c.Time);
    });

    [Fact]
    public void A_past_decision_does_not_change_when_the_history_and_the_notice_grow() => ForAll(c =>
    {
        // What is known at the time, against all that came later: records of earlier events too, and notice versions that take effect later.
        var known = c.History.TakeWhile(e => e.RecordedAt <= c.Time).ToList();
        var inEffect = c.Versions.Where(v => v.EffectiveFrom <= c.Time).ToList();
        return Decide(c, c.History, c.Versions) == Decide(c, known, inEffect);
    });

    [Fact]
    public void Without_a_yes_nothing_is_allowed_that_rests_on_consent() => ForAll(c =>
    {
        var silent = c.History.Where(e => e.Action is not (ConsentAction.Give or ConsentAction.Renew)).ToList();
        return c.Basis != LegalBasis.Consent || !Decide(c, silent, c.Versions).Allowed;
    });

    [Fact]
    public void After_a_no_nothing_is_allowed_until_the_next_yes() => ForAll(c =>
        new[] { ConsentAction.Withdraw, ConsentAction.Refuse, ConsentAction.Invalidate, ConsentAction.Revoke }.All(no =>
        {
            var last = c.History.Count == 0 ? ConsentCase.Start : c.History[^1].RecordedAt;
            var ended = new ConsentEntry(Guid.Empty, c.History.Count + 1, no, last);
            var asked = new ConsentEntry(Guid.Empty, c.History.Count + 2, ConsentAction.Request, last);
            var after = c with { At = 1_000 };
            return c.Basis != LegalBasis.Consent || (!Decide(after, [.. c.History, ended], c.Versions).Allowed && !Decide(after, [.. c.History, ended, asked], c.Versions).Allowed);
        }));

    [Fact]
    public void A_rule_that_is_wrong_would_be_found_and_the_case_made_small()
    {
        var property = Prop.ForAll(ConsentCases.Arbitrary, c => c.History.All(e => e.Action != ConsentAction.Revoke));
        var failure = Assert.ThrowsAny<Exception>(() => Check.One(Repeatable, property));
        var smallest = failure.InnerException?.Message ?? failure.Message;
        smallest = smallest[smallest.IndexOf("records: ", smallest.IndexOf("Shrunk", StringComparison.Ordinal), StringComparison.Ordinal)..].Split('\n')[0];
        Assert.StartsWith("records: Step { Action = Revoke, Hours = 0, ", smallest, StringComparison.Ordinal);
        Assert.Single(smallest.Split("Action = ").Skip(1));
    }

    private static Decision Decide(ConsentCase c, IReadOnlyList<ConsentEntry> history, IReadOnlyList<PublishedVersion> versions) =>
        DecisionRules.Decide(c.Purpose, history, _ => new NoticeTimeline(versions), c.Time, c.Time);

    private static void ForAll(Func<ConsentCase, bool> holds) => Check.One(Repeatable, Prop.ForAll(ConsentCases.Arbitrary, holds));

    /// <summary>Reads the records and the notice as their words say, without the folding that the service does.</summary>
    private static bool ReadByAPerson(ConsentCase c)
    {
        var (seen, at) = (c.History.Where(e => e.RecordedAt <= c.Time).ToList(), c.Time);
        if (c.Basis is LegalBasis.Contract)
            return true;
        if (c.Basis is LegalBasis.LegitimateInterest)
        {
            return seen.Where((e, i) => seen.Take(i).All(earlier => e.HappenedAt >= earlier.HappenedAt))
                .LastOrDefault(e => e.Action is ConsentAction.Object or ConsentAction.LiftObjection)?.Action != ConsentAction.Object;
        }
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
        var inEffect = c.Versions.Where(v => v.EffectiveFrom <= at).ToList();
        return inEffect.Any(v => v.Number == last.Notice!.Version)
            && inEffect.Where(v => v.Number >= last.Notice!.Version).All(v => v.PurposeCodes.Contains("p"))
            && inEffect.Where(v => v.Number > last.Notice!.Version).All(v => v.Change == NoticeChange.Minor);
    }
}
