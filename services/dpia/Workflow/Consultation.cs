namespace Governance.Dpia.Workflow;

internal enum ConsultationOutcome
{
    /// <summary>The authority has no objection.</summary>
    NoObjection,

    /// <summary>Written advice that the controller has to heed.</summary>
    Advice,

    /// <summary>The processing was forbidden, GDPR Art. 58(2)(f).</summary>
    Prohibited,

    /// <summary>The time ran out without an answer.</summary>
    NoAnswer,
}

/// <summary>Prior consultation of the supervisory authority and its clock, GDPR Art. 36(2). Days, not times: counted in the authority's calendar.</summary>
/// <param name="SubmittedOn">Day on which the authority received the request.</param>
/// <param name="SuspendedOn">Since when the authority waits for information; null while the clock runs.</param>
/// <param name="SuspendedDays">Days for which the clock stood still before.</param>
internal sealed record Consultation(
    string Authority,
    string Reference,
    DateOnly SubmittedOn,
    bool Extended = false,
    DateOnly? SuspendedOn = null,
    int SuspendedDays = 0,
    ConsultationOutcome? Outcome = null,
    DateOnly? ConcludedOn = null)
{
    // GDPR Art. 36(2): up to eight weeks, six more where the processing is complex.
    private const int Weeks = 8;
    private const int MoreWeeks = 6;

    /// <summary>Last day for the authority's advice; while suspended, as if the clock ran on today.</summary>
    public DateOnly DueOn => SubmittedOn.AddDays(7 * (Weeks + (Extended ? MoreWeeks : 0)) + SuspendedDays);

    public Consultation Suspend(DateOnly on) => this with { SuspendedOn = on };

    public Consultation Resume(DateOnly on) => this with { SuspendedOn = null, SuspendedDays = SuspendedDays + on.DayNumber - SuspendedOn!.Value.DayNumber };
}
