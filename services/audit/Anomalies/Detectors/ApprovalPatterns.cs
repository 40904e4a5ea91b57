using System.Collections.ObjectModel;
using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Anomalies.Detectors;

/// <summary>Who approved whose plan.</summary>
internal sealed record Approval(long Sequence, long PlannedSequence, WatchedActor Planner, WatchedActor Approver, DateTimeOffset At);

/// <summary>The four-eyes rule is kept in form only: one pair always approves each other, though others could.</summary>
internal sealed class ApprovalPatterns(DetectionContext context, List<Approval> approvals) : IDetector
{
    public const string Name = "approval-pattern";

    private readonly ApprovalSettings _settings = context.Settings.Approvals;

    public void Look(WatchedEntry entry, DateTimeOffset at)
    {
        if (entry.Planned is not { } planned || entry.Outcome != "success" || entry.Actor.IsCollective || planned.By.IsCollective || planned.By == entry.Actor)
            return;
        approvals.Add(new Approval(entry.Sequence, planned.Sequence, planned.By, entry.Actor, at));

        var period = approvals.Where(a => a.At > at.AddDays(-_settings.LookbackDays) && a.At <= at).ToList();
        var there = PairIn(period, planned.By, entry.Actor);
        var back = PairIn(period, entry.Actor, planned.By);
        if (there.Count >= _settings.LeastCount && there.Share >= _settings.LeastShare && there.Chance <= _settings.LargestChance)
            Report("always-same-approver", there, there.Approvals, _settings.LeastCount, at, back);
        if (Math.Min(there.Count, back.Count) >= _settings.ReciprocalCount && Math.Min(there.Share, back.Share) >= _settings.ReciprocalShare
            && there.Chance * back.Chance <= _settings.LargestChance)
            Report("approve-each-other", there, [.. there.Approvals, .. back.Approvals], 2 * _settings.ReciprocalCount, at, back);
    }

    private void Report(string code, Pair pair, IReadOnlyList<Approval> shown, double least, DateTimeOffset at, Pair back)
    {
        // Ordered, so that the pair has one anomaly in a month whoever of the two approves.
        var (one, other) = string.CompareOrdinal(pair.Approver.Id, pair.Planner.Id) < 0 ? (pair.Approver, pair.Planner) : (pair.Planner, pair.Approver);
        var day = context.Calendar.DayOf(at);
        var month = new DateOnly(day.Year, day.Month, 1);
        var (from, to) = (context.Calendar.StartOf(month), context.Calendar.StartOf(month.AddMonths(1)));
        var expected = pair.Plans * pair.Base;
        context.Report(new AnomalyKey(Name, one, other.Id, month), from, to, new Signal(
            code, one == pair.Planner ? "first-planned" : "second-planned", from, to, shown.Count, Math.Round(expected, 1), least, "other-approvals",
            new ReadOnlyDictionary<string, double>(new Dictionary<string, double>
            {
                ["plans"] = pair.Plans,
                ["approved"] = pair.Count,
                ["percent"] = Math.Round(100 * pair.Share),
                ["usualPercent"] = Math.Round(100 * pair.Base),
                ["approvedInReturn"] = back.Count,
                ["percentInReturn"] = Math.Round(100 * back.Share),
                ["days"] = _settings.LookbackDays,
            }),
            [.. shown.Select(a => a.Sequence).Order().TakeLast(Signal.MostSequences)]));
    }

    /// <summary>How much of the planner's plans the approver approved, and how much to expect from what became of the plans of others.</summary>
    private static Pair PairIn(List<Approval> period, WatchedActor planner, WatchedActor approver)
    {
        var plans = period.Where(a => a.Planner == planner).ToList();
        var approved = plans.Where(a => a.Approver == approver).ToList();
        // Somebody else must have been there to approve: with two people in all there is no pattern, only no choice.
        var alternatives = period.Where(a => a.Approver != planner).Select(a => a.Approver).Distinct().Count();
        var others = period.Where(a => a.Planner != planner && a.Planner != approver).ToList();
        var usual = alternatives < 2 ? 1 : Math.Max((others.Count(a => a.Approver == approver) + 1d) / (others.Count + 2d), 1d / alternatives);
        return new Pair(planner, approver, plans.Count, approved, usual, AtLeast(approved.Count, plans.Count, usual));
    }

    /// <summary>Probability that so many or more of the plans fall to the approver by chance (binomial).</summary>
    internal static double AtLeast(int successes, int trials, double probability)
    {
        if (probability >= 1)
            return 1;
        var (total, logTerm) = (0d, trials * Math.Log(1 - probability));
        for (var k = 0; k <= trials; k++)
        {
            if (k >= successes)
                total += Math.Exp(logTerm);
            logTerm += Math.Log((trials - k) / (k + 1d)) + Math.Log(probability / (1 - probability));
        }

        return Math.Min(total, 1);
    }

    private sealed record Pair(WatchedActor Planner, WatchedActor Approver, int Plans, IReadOnlyList<Approval> Approvals, double Base, double Chance)
    {
        public int Count => Approvals.Count;

        public double Share => Plans == 0 ? 0 : (double)Count / Plans;
    }
}
