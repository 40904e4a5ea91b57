namespace Governance.Audit.Anomalies;

/// <summary>Days, hours and working time of the organisation's time zone.</summary>
internal sealed class OfficeCalendar(CalendarSettings settings)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone);
    private readonly HashSet<DateOnly> _holidays = [.. settings.Holidays];

    public DateTime Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone).DateTime;

    public DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(Local(time));

    /// <summary>First instant of the day, UTC. Where the clocks go forward at midnight it is the first that there is.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (_zone.IsInvalidTime(local))
            local = local.AddMinutes(30);
        var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public DateTimeOffset EndOf(DateOnly day) => StartOf(day.AddDays(1));

    /// <summary>Start of the local slice of the hour that the time lies in, UTC. Slices divide the hour.</summary>
    public DateTimeOffset SliceOf(DateTimeOffset time, TimeSpan slice)
    {
        var local = Local(time);
        return (time - new TimeSpan(local.TimeOfDay.Ticks % slice.Ticks)).ToUniversalTime();
    }

    public DateTimeOffset HourOf(DateTimeOffset time) => SliceOf(time, TimeSpan.FromHours(1));

    public bool IsWorkingDay(DateOnly day) => !_holidays.Contains(day) && settings.Days.Contains(day.DayOfWeek);

    public bool IsOffHours(DateTimeOffset time)
    {
        var local = Local(time);
        if (!IsWorkingDay(DateOnly.FromDateTime(local)))
            return true;
        var tolerance = TimeSpan.FromMinutes(settings.ToleranceMinutes);
        return local.TimeOfDay < settings.From.ToTimeSpan() - tolerance || local.TimeOfDay >= settings.To.ToTimeSpan() + tolerance;
    }

    /// <summary>About the same time of a month: three days around, or both among the last four, of another month.</summary>
    public static bool IsSameTimeOfMonth(DateOnly one, DateOnly other) =>
        Math.Abs(one.DayNumber - other.DayNumber) > 20
        && (Math.Abs(one.Day - other.Day) <= 3 || (FromEnd(one) < 4 && FromEnd(other) < 4));

    private static int FromEnd(DateOnly day) => DateTime.DaysInMonth(day.Year, day.Month) - day.Day;
}
