namespace Governance.Dsar.Deadlines;

/// <param name="ReceivedOn">In the controller's time zone.</param>
/// <param name="IdentityOn">Day on which the identity was established, null while it is not.</param>
/// <param name="FeeOn">Day on which a lawful fee was paid.</param>
internal sealed record DeadlineInput(
    Regime Regime,
    HolidayCalendar Calendar,
    DateOnly ReceivedOn,
    DateOnly? IdentityOn = null,
    DateOnly? FeeOn = null,
    bool Extended = false,
    IReadOnlyList<ClockPause>? Pauses = null);

/// <summary>A question to the person that stops the clock: from the day asked through the day answered, both left out of counting.</summary>
internal sealed record ClockPause(string Reason, DateOnly AskedOn, DateOnly AnsweredOn);

/// <param name="ExtensionNoticeBy">Last day to tell the person of an extension, with reasons.</param>
internal sealed record Deadline(
    string Regime,
    int RegimeVersion,
    DateOnly StartOn,
    DateOnly? AcknowledgeBy,
    DateOnly DueOn,
    DateOnly? ExtensionNoticeBy,
    IReadOnlyList<AppliedRule> Explanation);

/// <summary>One step of the computation.</summary>
/// <param name="Date">The date after the rule was applied.</param>
/// <param name="Count">Of the period, or the days of a pause.</param>
internal sealed record AppliedRule(string Rule, string Text, DateOnly Date, DeadlineStep Step, int? Count = null, PeriodUnit? Unit = null);

/// <summary>What a rule does, so that it can be told in any language.</summary>
internal enum DeadlineStep
{
    Receipt,
    Start,
    Period,
    Extension,
    Pause,
    WorkingDay,
    Acknowledgement,
}
