using System.Globalization;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Deadlines;

namespace Governance.Dsar.Tests.Deadlines;

public sealed class HolidayCalendarTests
{
    private static readonly RegimeCatalog Catalog = new();

    [Theory]
    [InlineData("gdpr", "2026-04-06", true)]
    [InlineData("gdpr", "2024-04-01", true)]
    [InlineData("gdpr", "2025-04-21", true)]
    [InlineData("gdpr", "2027-03-29", true)]
    [InlineData("gdpr", "2038-04-26", true)]
    [InlineData("gdpr", "2026-04-03", false)]
    [InlineData("uk-gdpr", "2026-04-03", true)]
    [InlineData("uk-gdpr", "2026-05-04", true)]
    [InlineData("uk-gdpr", "2026-05-25", true)]
    [InlineData("uk-gdpr", "2026-08-31", true)]
    [InlineData("uk-gdpr", "2026-12-28", true)]
    [InlineData("uk-gdpr", "2027-12-27", true)]
    [InlineData("uk-gdpr", "2027-12-28", true)]
    [InlineData("uk-gdpr", "2028-01-03", true)]
    [InlineData("uk-gdpr", "2022-05-30", false)]
    [InlineData("uk-gdpr", "2022-06-02", true)]
    [InlineData("ccpa", "2026-02-16", true)]
    [InlineData("ccpa", "2026-07-03", true)]
    [InlineData("ccpa", "2026-11-26", true)]
    [InlineData("ccpa", "2027-12-31", true)]
    [InlineData("ccpa", "2026-10-12", true)]
    [InlineData("ccpa", "2026-10-13", false)]
    public void Calendar_knows_the_public_holidays(string regime, string day, bool holiday)
    {
        var on = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var found = Catalog.Find(regime, new DateOnly(2026, 6, 1))!;
        Assert.Equal(holiday, Catalog.CalendarOf(found).IsHoliday(on));
    }

    [Fact]
    public void The_controllers_own_holidays_move_the_due_date()
    {
        var catalog = new RegimeCatalog([new DateOnly(2026, 9, 30)]);
        var regime = catalog.Find("gdpr", new DateOnly(2026, 8, 31))!;
        Assert.Equal(new DateOnly(2026, 10, 1), DeadlineCalculator.Compute(new(regime, catalog.CalendarOf(regime), new(2026, 8, 31))).DueOn);
    }

    [Fact]
    public void The_version_in_force_on_the_day_of_receipt_applies()
    {
        Assert.Equal(1, Catalog.Find("uk-gdpr", new DateOnly(2026, 2, 4))!.Version);
        Assert.Equal(2, Catalog.Find("uk-gdpr", new DateOnly(2026, 2, 5))!.Version);
        Assert.Null(Catalog.Find("uk-gdpr", new DateOnly(2020, 1, 1)));
    }

    [Fact]
    public void Iowa_knows_no_right_to_correction()
    {
        var iowa = Catalog.Find("iowa", new DateOnly(2026, 1, 1))!;
        Assert.False(RegimeCatalog.Covers(iowa, RequestType.Rectification));
        Assert.True(RegimeCatalog.Covers(iowa, RequestType.Access));
    }

    [Fact]
    public void An_unknown_time_zone_is_refused() => Assert.Throws<ArgumentException>(() => new ControllerCalendar("Mars/Olympus"));
}
