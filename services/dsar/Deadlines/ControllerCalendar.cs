using NodaTime;
using NodaTime.Extensions;

namespace Governance.Dsar.Deadlines;

/// <summary>Turns instants into the controller's calendar days. Uses NodaTime's own zone data, so it works on hosts without any.</summary>
internal sealed class ControllerCalendar(string timeZone)
{
    private readonly DateTimeZone zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone)
        ?? throw new ArgumentException($"'{timeZone}' is not a time zone of the IANA database.", nameof(timeZone));

    public DateOnly DayOf(DateTimeOffset instant) => instant.ToInstant().InZone(zone).Date.ToDateOnly();

    public static bool IsZone(string timeZone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is not null;
}
