namespace Governance.Dpia.Data;

internal static class Clock
{
    /// <summary>Now, to the microsecond as PostgreSQL keeps it, so that a time given out is the time stored.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    public static DateOnly Today(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}
