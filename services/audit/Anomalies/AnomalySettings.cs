using System.Text.Json.Serialization;

namespace Governance.Audit.Anomalies;

/// <summary>All thresholds. Configuration (<c>Anomalies</c>) gives them until somebody sets them at the endpoint.</summary>
internal sealed record AnomalySettings
{
    public CalendarSettings Calendar { get; init; } = new();

    public BulkAccessSettings BulkAccess { get; init; } = new();

    public OffHoursSettings OffHours { get; init; } = new();

    public RefusalSettings Refusals { get; init; } = new();

    public ApprovalSettings Approvals { get; init; } = new();

    public AuditGapSettings AuditGaps { get; init; } = new();

    /// <summary>How far back an actor's own history is looked at.</summary>
    public int LookbackDays { get; init; } = 70;
}

/// <summary>When the organisation works.</summary>
internal sealed record CalendarSettings
{
    /// <summary>IANA name.</summary>
    public string TimeZone { get; init; } = "UTC";

    public IReadOnlyList<DayOfWeek> WorkingDays { get; init; } = [];

    public TimeOnly From { get; init; } = new(8, 0);

    public TimeOnly To { get; init; } = new(18, 0);

    /// <summary>Before and after the working hours that are still nothing special.</summary>
    public int ToleranceMinutes { get; init; } = 120;

    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    private static readonly DayOfWeek[] MondayToFriday = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    [JsonIgnore]
    public IReadOnlyList<DayOfWeek> Days => WorkingDays.Count > 0 ? WorkingDays : MondayToFriday;
}

/// <summary>Names of actions: exact, or with <c>*</c> at one end. None given: the built-in ones.</summary>
internal sealed record BulkAccessSettings
{
    public bool Enabled { get; init; } = true;

    public IReadOnlyList<string> Reads { get; init; } = [];

    public IReadOnlyList<string> Exports { get; init; } = [];

    /// <summary>How many spreads above the usual are too many. The spread is a factor: see <c>RobustThreshold</c>.</summary>
    public double Spreads { get; init; } = 4;

    /// <summary>The least factor taken for an actor's usual spread.</summary>
    public double LeastSpread { get; init; } = 1.3;

    /// <summary>Fewer in a day never raise anything.</summary>
    public double DayFloor { get; init; } = 60;

    public double HourFloor { get; init; } = 30;

    public double RecordsFloor { get; init; } = 500;

    /// <summary>Days with activity before the actor's own history counts; until then that of the colleagues does.</summary>
    public int LeastDays { get; init; } = 10;

    /// <summary>Of the actor's own days with activity the latest so many say what is usual.</summary>
    public int RecentDays { get; init; } = 30;

    /// <summary>While there is no history at all, neither own nor of colleagues: this many times the floor.</summary>
    public double NewcomerFactor { get; init; } = 5;

    /// <summary>This much more than at the same time of earlier months is allowed.</summary>
    public double MonthlyFactor { get; init; } = 1.5;

    /// <summary>This much more than what somebody dismissed within the recent days is allowed.</summary>
    public double DismissedFactor { get; init; } = 1.25;
}

internal sealed record OffHoursSettings
{
    public bool Enabled { get; init; } = true;

    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Administrative actions in one day's off-hours that raise an anomaly.</summary>
    public int Least { get; init; } = 1;

    /// <summary>Someone who administered at this hour on as many days does so usually.</summary>
    public int HabitDays { get; init; } = 8;
}

internal sealed record RefusalSettings
{
    public bool Enabled { get; init; } = true;

    public int WindowMinutes { get; init; } = 60;

    public double Floor { get; init; } = 10;

    /// <summary>The floor for services and for all data subjects together.</summary>
    public double CollectiveFloor { get; init; } = 40;

    public double Spreads { get; init; } = 4;

    public double LeastSpread { get; init; } = 1.3;

    public int LeastWindows { get; init; } = 20;
}

internal sealed record ApprovalSettings
{
    public bool Enabled { get; init; } = true;

    public IReadOnlyList<string> PlannedBy { get; init; } = [];

    public IReadOnlyList<string> ApprovedBy { get; init; } = [];

    public int LookbackDays { get; init; } = 90;

    public int LeastCount { get; init; } = 8;

    /// <summary>Part of one person's plans that the same other person approved.</summary>
    public double LeastShare { get; init; } = 0.75;

    public int ReciprocalCount { get; init; } = 5;

    public double ReciprocalShare { get; init; } = 0.6;

    /// <summary>A share that chance gives more often than this is nothing.</summary>
    public double LargestChance { get; init; } = 0.0001;
}

internal sealed record AuditGapSettings
{
    public bool Enabled { get; init; } = true;

    /// <summary>Days with entries before a source counts as one that always sends.</summary>
    public int LeastDays { get; init; } = 15;

    /// <summary>Fewer people than these make no source that always sends: one of them is away, and it is silent.</summary>
    public int LeastPeople { get; init; } = 3;

    /// <summary>A silence this many times as long as the longest one so far.</summary>
    public double OfficeFactor { get; init; } = 2.5;

    public double OfficeFloorHours { get; init; } = 8;

    public double ClockFactor { get; init; } = 3;

    public double ClockFloorHours { get; init; } = 6;

    /// <summary>Time for entries to arrive before their absence counts.</summary>
    public int GraceMinutes { get; init; } = 60;

    public int FutureMinutes { get; init; } = 5;

    public double LateHours { get; init; } = 24;

    public int LateFloor { get; init; } = 5;

    /// <summary>Actions whose failure says that the log was damaged.</summary>
    public IReadOnlyList<string> Verifications { get; init; } = [];
}
