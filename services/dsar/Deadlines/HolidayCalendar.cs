namespace Governance.Dsar.Deadlines;

/// <summary>Public holidays of one jurisdiction, from rules (fixed dates, nth weekdays, days relative to Easter) and listed exceptions.</summary>
/// <param name="Substitute">What happens to a fixed day on a weekend: null (nothing), <c>nextWorkingDay</c> (UK), <c>nearestWeekday</c> (US).</param>
/// <param name="Exceptions">Further single days.</param>
/// <param name="Dropped">Days that the rules give but that were moved in that year.</param>
internal sealed record HolidayCalendar(
    string Code,
    string Name,
    string? Substitute,
    IReadOnlyList<HolidayRule> Days,
    IReadOnlyList<DateOnly>? Exceptions,
    IReadOnlyList<DateOnly>? Dropped)
{
    private readonly Dictionary<int, HashSet<DateOnly>> years = [];
    private readonly Lock gate = new();

    public bool IsWorkingDay(DateOnly day) => !IsWeekend(day) && !IsHoliday(day);

    // A substitute for 1 January can fall into the year before, so the neighbouring year is asked too.
    public bool IsHoliday(DateOnly day) => Of(day.Year).Contains(day) || Of(day.Year + 1).Contains(day);

    public DateOnly NextWorkingDay(DateOnly day)
    {
        while (!IsWorkingDay(day))
            day = day.AddDays(1);
        return day;
    }

    public DateOnly AddWorkingDays(DateOnly start, int count)
    {
        var day = start;
        for (var left = count; left > 0;)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(day))
                left--;
        }

        return day;
    }

    public HolidayCalendar With(IEnumerable<DateOnly> furtherDays) =>
        new(Code, Name, Substitute, Days, [.. Exceptions ?? [], .. furtherDays], Dropped);

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private HashSet<DateOnly> Of(int year)
    {
        lock (gate)
        {
            if (!years.TryGetValue(year, out var days))
                years[year] = days = Compute(year);
            return days;
        }
    }

    private HashSet<DateOnly> Compute(int year)
    {
        var given = Days.Select(rule => rule.In(year)).Where(day => !(Dropped ?? []).Contains(day)).Order().ToList();
        var all = given.ToHashSet();
        foreach (var day in given.Where(IsWeekend))
        {
            if (Substitute == "nextWorkingDay")
            {
                var free = day;
                while (IsWeekend(free) || all.Contains(free))
                    free = free.AddDays(1);
                all.Add(free);
            }
            else if (Substitute == "nearestWeekday")
            {
                all.Add(day.AddDays(day.DayOfWeek == DayOfWeek.Saturday ? -1 : 1));
            }
        }

        all.UnionWith((Exceptions ?? []).Where(day => day.Year == year));
        return all;
    }
}

/// <param name="EasterOffset">Days after Easter Sunday (Gregorian).</param>
/// <param name="Nth">1 is the month's first such weekday, -1 its last.</param>
internal sealed record HolidayRule(int? EasterOffset, int? Month, int? Day, DayOfWeek? Weekday, int? Nth)
{
    public DateOnly In(int year)
    {
        if (EasterOffset is { } offset)
            return EasterSunday(year).AddDays(offset);
        if (Day is { } day)
            return new DateOnly(year, Month!.Value, day);
        var first = new DateOnly(year, Month!.Value, 1);
        if (Nth > 0)
            return first.AddDays((((int)Weekday!.Value - (int)first.DayOfWeek + 7) % 7) + ((Nth.Value - 1) * 7));
        var last = first.AddMonths(1).AddDays(-1);
        return last.AddDays(-(((int)last.DayOfWeek - (int)Weekday!.Value + 7) % 7) + ((Nth!.Value + 1) * 7));
    }

    /// <summary>Gauss's method in the form of the anonymous Gregorian algorithm.</summary>
    private static DateOnly EasterSunday(int year)
    {
        var golden = year % 19;
        var (century, rest) = (year / 100, year % 100);
        var leapCorrection = (century - (century / 4) - (((8 * century) + 13) / 25) + (19 * golden) + 15) % 30;
        var fullMoon = leapCorrection - ((leapCorrection + (golden / 11)) / 29);
        var toSunday = ((2 * (century % 4)) + (2 * (rest / 4)) - fullMoon - (rest % 4) + 32) % 7;
        return new DateOnly(year, 3, 22).AddDays(fullMoon + toSunday);
    }
}
