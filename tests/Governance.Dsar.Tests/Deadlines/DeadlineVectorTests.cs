using System.Globalization;
using Governance.Dsar.Deadlines;

namespace Governance.Dsar.Tests.Deadlines;

public sealed class DeadlineVectorTests
{
    private static readonly RegimeCatalog Catalog = new();

    [Theory]
    [InlineData("gdpr", "2026-03-05", "2026-04-07")]
    [InlineData("gdpr", "2026-08-31", "2026-09-30")]
    [InlineData("gdpr", "2026-01-31", "2026-03-02")]
    [InlineData("gdpr", "2026-02-28", "2026-03-30")]
    [InlineData("gdpr", "2026-10-15", "2026-11-16")]
    [InlineData("gdpr", "2026-11-25", "2026-12-28")]
    [InlineData("uk-gdpr", "2026-11-25", "2026-12-29")]
    [InlineData("uk-gdpr", "2026-03-03", "2026-04-07")]
    [InlineData("ccpa", "2026-02-09", "2026-03-26")]
    [InlineData("virginia", "2026-05-01", "2026-06-15")]
    [InlineData("lgpd", "2026-06-10", "2026-06-25")]
    [InlineData("gdpr", "2024-01-31", "2024-02-29")]
    [InlineData("gdpr", "2023-01-30", "2023-02-28")]
    [InlineData("gdpr", "2024-02-29", "2024-03-29")]
    [InlineData("iowa", "2026-01-01", "2026-04-01")]
    public void Due_date_follows_the_rules(string regime, string received, string due) =>
        Assert.Equal(Day(due), Compute(regime, received).DueOn);

    [Theory]
    [InlineData("gdpr", "2026-10-15", "2027-01-15")]
    [InlineData("ccpa", "2026-02-09", "2026-05-10")]
    [InlineData("virginia", "2026-05-01", "2026-07-30")]
    public void Extension_counts_from_the_original_start(string regime, string received, string due) =>
        Assert.Equal(Day(due), DeadlineCalculator.Compute(Input(regime, received) with { Extended = true }).DueOn);

    [Fact]
    public void Extension_of_a_moved_date_is_not_one_plus_two_months()
    {
        // 15 November 2026 is a Sunday, so the first month ends on the 16th; the extension still ends on the 15th.
        var extended = DeadlineCalculator.Compute(Input("gdpr", "2026-10-15") with { Extended = true });
        Assert.Equal(Day("2026-11-16"), extended.ExtensionNoticeBy);
        Assert.Equal(Day("2027-01-15"), extended.DueOn);
    }

    [Fact]
    public void Ccpa_receipt_is_acknowledged_within_ten_business_days() =>
        Assert.Equal(Day("2026-02-24"), Compute("ccpa", "2026-02-09").AcknowledgeBy);

    [Fact]
    public void Uk_clarification_days_asked_through_answered_are_not_counted()
    {
        var input = Input("uk-gdpr", "2026-06-01") with { Pauses = [new("clarification", Day("2026-06-10"), Day("2026-06-17"))] };
        Assert.Equal(Day("2026-07-09"), DeadlineCalculator.Compute(input).DueOn);
    }

    [Fact]
    public void Overlapping_pauses_count_each_day_once()
    {
        var input = Input("uk-gdpr", "2026-06-01") with
        {
            Pauses = [new("clarification", Day("2026-06-10"), Day("2026-06-15")), new("clarification", Day("2026-06-12"), Day("2026-06-17"))],
        };
        Assert.Equal(Day("2026-07-09"), DeadlineCalculator.Compute(input).DueOn);
    }

    [Fact]
    public void A_pause_that_the_regime_does_not_know_changes_nothing()
    {
        var input = Input("ccpa", "2026-02-09") with { Pauses = [new("identity", Day("2026-02-10"), Day("2026-02-20"))] };
        Assert.Equal(Day("2026-03-26"), DeadlineCalculator.Compute(input).DueOn);
    }

    [Fact]
    public void A_question_asked_after_the_due_date_changes_nothing()
    {
        var input = Input("gdpr", "2026-08-31") with { Pauses = [new("identity", Day("2026-10-02"), Day("2026-10-20"))] };
        Assert.Equal(Day("2026-09-30"), DeadlineCalculator.Compute(input).DueOn);
    }

    [Fact]
    public void Uk_period_starts_when_the_identity_is_received_from_the_day_the_law_says_so()
    {
        var after = Input("uk-gdpr", "2026-06-01") with { IdentityOn = Day("2026-06-08") };
        Assert.Equal(Day("2026-07-08"), DeadlineCalculator.Compute(after).DueOn);
        var before = Input("uk-gdpr", "2026-02-04") with { IdentityOn = Day("2026-02-09") };
        Assert.Equal(Day("2026-03-04"), DeadlineCalculator.Compute(before).DueOn);
    }

    [Fact]
    public void Opt_out_is_due_after_fifteen_business_days() =>
        Assert.Equal(Day("2026-03-03"), Compute("ccpa-opt-out", "2026-02-09").DueOn);

    [Fact]
    public void Receipt_date_is_the_controllers_not_utc()
    {
        var instant = DateTimeOffset.Parse("2026-03-04T23:30:00Z", CultureInfo.InvariantCulture);
        Assert.Equal(Day("2026-03-05"), new ControllerCalendar("Europe/Berlin").DayOf(instant));
        Assert.Equal(Day("2026-03-04"), new ControllerCalendar("America/New_York").DayOf(instant));
    }

    [Fact]
    public void Explanation_names_every_rule_and_ends_at_the_due_date()
    {
        var deadline = Compute("gdpr", "2026-03-05");
        Assert.Equal(["R6", "R1", "R2"], deadline.Explanation.Select(r => r.Rule));
        Assert.Equal(deadline.DueOn, deadline.Explanation[^1].Date);
    }

    [Fact]
    public void Every_regime_has_its_calendar_and_a_due_date_after_receipt()
    {
        foreach (var regime in Catalog.All)
        {
            for (var day = new DateOnly(2026, 1, 1); day.Year < 2029; day = day.AddDays(1))
            {
                var calendar = Catalog.CalendarOf(regime);
                var deadline = DeadlineCalculator.Compute(new(regime, calendar, day));
                var extended = DeadlineCalculator.Compute(new(regime, calendar, day, Extended: true));
                Assert.True(deadline.DueOn > day);
                Assert.True(extended.DueOn >= deadline.DueOn);
                Assert.True(!regime.MovesToWorkingDay || calendar.IsWorkingDay(deadline.DueOn));
                Assert.True(regime.MovesToWorkingDay || calendar.Code != "none" || deadline.DueOn.DayNumber - day.DayNumber == regime.Period.Count);
            }
        }
    }

    [Fact]
    public void A_later_receipt_is_never_due_earlier()
    {
        var regime = Catalog.Find("gdpr", Day("2026-01-01"))!;
        var due = DateOnly.MinValue;
        for (var day = new DateOnly(2024, 1, 1); day.Year < 2030; day = day.AddDays(1))
        {
            var next = DeadlineCalculator.Compute(new(regime, Catalog.CalendarOf(regime), day)).DueOn;
            Assert.True(next >= due);
            due = next;
        }
    }

    private static Deadline Compute(string regime, string received) => DeadlineCalculator.Compute(Input(regime, received));

    private static DeadlineInput Input(string regime, string received)
    {
        var found = Catalog.Find(regime, Day(received))!;
        return new(found, Catalog.CalendarOf(found), Day(received));
    }

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
