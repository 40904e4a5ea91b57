using System.Globalization;

namespace Governance.Dsar.Deadlines;

/// <summary>One version of a privacy law's time limits, as dated data (<c>Deadlines/Data/regimes.json</c>).</summary>
/// <param name="ExtendedPeriod">Counted from the original start, never from the moved date; null when the regime knows no extension.</param>
/// <param name="Calendar">Code of the holiday calendar.</param>
/// <param name="Rules">Names of the rules of computation, for the explanation.</param>
internal sealed record Regime(
    string Code,
    int Version,
    DateOnly InForceFrom,
    string Name,
    string Source,
    IReadOnlyList<string> RequestTypes,
    PeriodStart Start,
    Period Period,
    Period? ExtendedPeriod,
    Period? Acknowledgement,
    Period? ComplaintAcknowledgement,
    Period? AppealPeriod,
    IReadOnlyList<string> PauseReasons,
    string Calendar,
    bool MovesToWorkingDay,
    RuleNames Rules)
{
    public bool IdentityCheck { get; init; } = true;
}

internal sealed record RuleNames(string Period, string Move, string Extension);

internal enum PeriodStart
{
    Receipt,
    LatestOfReceiptIdentityFee,
}

internal enum PeriodUnit
{
    Days,
    BusinessDays,
    Months,
}

internal sealed record Period(int Count, PeriodUnit Unit)
{
    public DateOnly From(DateOnly start, HolidayCalendar calendar) => Unit switch
    {
        // DateOnly.AddMonths clamps to the month's last day.
        PeriodUnit.Months => start.AddMonths(Count),
        PeriodUnit.Days => start.AddDays(Count),
        _ => calendar.AddWorkingDays(start, Count),
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} {Unit switch
    {
        PeriodUnit.Months => Count == 1 ? "month" : "months",
        PeriodUnit.Days => Count == 1 ? "day" : "days",
        _ => Count == 1 ? "business day" : "business days",
    }}");
}
