using System.Globalization;

namespace Governance.Dsar.Deadlines;

/// <summary>Computes a request's dates from regime data. Pure; each date says which rules led to it.</summary>
internal static class DeadlineCalculator
{
    public static Deadline Compute(DeadlineInput input)
    {
        var regime = input.Regime;
        var rules = new List<AppliedRule>();
        var start = Start(input, rules);
        var ordinary = Due(input, regime.Period, start, extended: false, rules: input.Extended ? [] : rules);
        var due = input.Extended && regime.ExtendedPeriod is { } longer ? Due(input, longer, start, extended: true, rules) : ordinary;
        DateOnly? acknowledge = null;
        if (regime.Acknowledgement is { } period)
        {
            acknowledge = period.From(start, input.Calendar);
            rules.Add(new("acknowledgement", $"Receipt is acknowledged within {period} [{regime.Source}].", acknowledge.Value, DeadlineStep.Acknowledgement, period.Count, period.Unit));
        }

        // GDPR Art. 12(3): the person is told of an extension within the first month.
        return new(regime.Code, regime.Version, start, acknowledge, due, regime.ExtendedPeriod is null ? null : ordinary, rules);
    }

    private static DateOnly Start(DeadlineInput input, List<AppliedRule> rules)
    {
        rules.Add(new("R6", $"Received on {Iso(input.ReceivedOn)} in the controller's time zone, holidays of calendar '{input.Calendar.Code}'.", input.ReceivedOn, DeadlineStep.Receipt));
        if (input.Regime.Start == PeriodStart.Receipt)
            return input.ReceivedOn;
        var start = Later(Later(input.ReceivedOn, input.IdentityOn), input.FeeOn);
        if (start != input.ReceivedOn)
            rules.Add(new("start", $"The period starts at the latest of request, identity and fee: {Iso(start)} [{input.Regime.Source}].", start, DeadlineStep.Start));
        return start;
    }

    private static DateOnly Due(DeadlineInput input, Period period, DateOnly start, bool extended, List<AppliedRule> rules)
    {
        var regime = input.Regime;
        var due = period.From(start, input.Calendar);
        rules.Add(new(
            extended ? regime.Rules.Extension : regime.Rules.Period,
            $"{period} from {Iso(start)}{(extended ? ", counted from the original start" : "")}; the first day is not counted [{regime.Source}].",
            due,
            extended ? DeadlineStep.Extension : DeadlineStep.Period,
            period.Count,
            period.Unit));
        if (PausedDays(input, start, due) is > 0 and var days)
        {
            due = due.AddDays(days);
            rules.Add(new("pause", $"The clock stood still for {days.ToString(CultureInfo.InvariantCulture)} days.", due, DeadlineStep.Pause, days, PeriodUnit.Days));
        }

        if (regime.MovesToWorkingDay && input.Calendar.NextWorkingDay(due) is var moved && moved != due)
        {
            rules.Add(new(regime.Rules.Move, $"{Iso(due)} is not a working day; the next one is {Iso(moved)}.", moved, DeadlineStep.WorkingDay));
            due = moved;
        }

        return due;
    }

    /// <summary>Distinct days of pauses that the regime allows. A question asked after the period is over no longer stops it.</summary>
    private static int PausedDays(DeadlineInput input, DateOnly start, DateOnly due)
    {
        var (days, countedTo) = (0, start.AddDays(-1));
        foreach (var pause in (input.Pauses ?? []).Where(p => input.Regime.PauseReasons.Contains(p.Reason)).OrderBy(p => p.AskedOn))
        {
            if (pause.AskedOn > due.AddDays(days))
                break;
            var from = Later(pause.AskedOn, countedTo.AddDays(1));
            if (pause.AnsweredOn < from)
                continue;
            days += pause.AnsweredOn.DayNumber - from.DayNumber + 1;
            countedTo = pause.AnsweredOn;
        }

        return days;
    }

    private static DateOnly Later(DateOnly day, DateOnly? other) => other > day ? other.Value : day;

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
