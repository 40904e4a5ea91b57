using Governance.Audit.Anomalies;
using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Tests.Anomalies;

/// <summary>
/// The log of an office over sixteen weeks, made from a seed: people with different habits, part-time, holidays, public holidays and a
/// day off that no calendar knows, a new colleague, a report at each end of a month, machines at night, data subjects at any time.
/// </summary>
internal sealed class OfficeStream
{
    public const int Weeks = 16;
    public static readonly DateOnly First = new(2030, 1, 7);
    public static readonly DateOnly Newcomer = First.AddDays(7 * 6);
    public static readonly DateOnly CompanyOuting = new(2030, 3, 15);

    public static readonly AnomalySettings Settings = new()
    {
        Calendar = new CalendarSettings { TimeZone = "Europe/Berlin", Holidays = [new(2030, 4, 19), new(2030, 4, 22)] },
    };

    private static readonly string[] Approvers = ["dpo-1", "dpo-2", "legal-1"];
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly Random _random;
    private readonly List<WatchedEntry> _entries = [];

    public OfficeStream(int seed)
    {
        _random = new Random(seed);
        for (var day = First; day < First.AddDays(7 * Weeks); day = day.AddDays(1))
        {
            Machines(day);
            if (IsWorkingDay(day))
                Office(day);
        }
    }

    public static bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Settings.Calendar.Holidays.Contains(day) && day != CompanyOuting;

    public static DateTimeOffset At(DateOnly day, double hour)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddHours(hour);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>Puts something into the stream that does not belong there.</summary>
    public void Plant(DateTimeOffset at, string source, string action, WatchedActor actor, string outcome = "success", long records = 1, string? planner = null, TimeSpan? delay = null) =>
        _entries.Add(new WatchedEntry
        {
            Sequence = 0,
            OccurredAt = at,
            RecordedAt = at + (delay ?? TimeSpan.FromMilliseconds(200)),
            Source = source,
            Action = action,
            Actor = actor,
            Outcome = outcome,
            Records = records,
            Planned = planner is null ? null : new Planned(User(planner), -1),
        });

    /// <summary>Takes entries out as if they had never been sent.</summary>
    public void Silence(string source, DateTimeOffset from, DateTimeOffset to) => _entries.RemoveAll(e => e.Source == source && e.OccurredAt >= from && e.OccurredAt < to);

    /// <summary>In the order of recording, with their places in the log.</summary>
    public IReadOnlyList<WatchedEntry> Entries() => [.. _entries.OrderBy(e => e.RecordedAt).Select((e, i) => e with { Sequence = i })];

    public static WatchedActor User(string id) => new("user", id);

    public static WatchedActor Client(string id) => new("client", id);

    private void Office(DateOnly day)
    {
        Person(day, "admin-1", absentIn: 3, () => Admin(day, "admin-1", 4));
        Person(day, "admin-2", absentIn: 9, () => Admin(day, "admin-2", 2));
        foreach (var (who, reads, week) in ((string, double, int)[])[("analyst-1", 35, 4), ("analyst-2", 20, 10), ("analyst-3", 12, 7), ("analyst-new", 25, 99)])
        {
            if (who == "analyst-new" && day < Newcomer)
                continue;
            if (who == "analyst-3" && day.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Thursday)
                continue;
            Person(day, who, week, () => Analyst(day, who, reads));
        }

        foreach (var (who, week) in ((string, int)[])[("dpo-1", 5), ("dpo-2", 8), ("legal-1", 11)])
            Person(day, who, week, () => Reads(day, who, "dsar", "RequestViewed", 15, 2));
        Person(day, "auditor-1", 6, () => Reads(day, "auditor-1", "audit", "EntriesSearched", 18, 60));
        Person(day, "reporter-1", 12, () =>
        {
            var isMonthEnd = IsLastWorkingDay(day);
            Reads(day, "reporter-1", "inventory", "DataMapViewed", isMonthEnd ? 260 : 22, 3);
            Several(isMonthEnd ? 12 : 1, n => Add(AtWork(day), "inventory", "RegisterExported", User("reporter-1"), records: Skewed(isMonthEnd ? 4000 : 120, 0.6)));
        });
    }

    private void Person(DateOnly day, string who, int absentIn, Action work)
    {
        if ((day.DayNumber - First.DayNumber) / 7 == absentIn || _random.NextDouble() < 0.03)
            return;
        Add(At(day, 7.6 + _random.NextDouble()), "identity", "SignInSucceeded", User(who));
        if (_random.NextDouble() < 0.15)
            Several(2, _ => Add(AtWork(day), "identity", "SignInFailed", WatchedActor.Service("identity"), "refused"));
        if (_random.NextDouble() < 0.1)
            Several(1, _ => Add(AtWork(day), "dsar", "PlanApprovalRefused", User(who), "refused"));
        work();
    }

    private void Admin(DateOnly day, string who, double mean)
    {
        Several(mean, _ => Add(AtWork(day), "identity", Pick("UserUpdated", "UserRolesChanged", "ClientUpdated", "UserUnlocked", "UserPasswordReset"), User(who)));
        // Overtime now and then, and rarely an emergency late in the evening or at a weekend.
        if (_random.NextDouble() < 0.08)
            Several(2, _ => Add(At(day, 18 + (1.8 * _random.NextDouble())), "identity", "UserUpdated", User(who)));
        if (_random.NextDouble() < 0.01)
            Several(3, _ => Add(At(day, 21 + (2 * _random.NextDouble())), "identity", "ClientUpdated", User(who)));
    }

    private void Analyst(DateOnly day, string who, double reads)
    {
        Reads(day, who, "dsar", "RequestViewed", reads, 2);
        Several(reads / 10, _ => Add(AtWork(day), "dsar", "IdentifiersRead", User(who), records: 1 + _random.Next(4)));
        Several(1.5, _ =>
        {
            var asked = AtWork(day);
            Add(asked, "dsar", "PlanRequested", User(who));
            var approver = Approvers[_random.NextDouble() switch { < 0.5 => 0, < 0.8 => 1, _ => 2 }];
            var approved = asked.AddMinutes(20 + (200 * _random.NextDouble()));
            Add(approved, "dsar", "PlanApproved", User(approver), planner: who);
            Add(approved.AddMinutes(5), "dsar", "IdentifiersRead", Client("data-plane"), records: 3);
            Add(approved.AddMinutes(12), "dataplane", "StoreExecutionCompleted", WatchedActor.Service("dataplane"));
        });
        Several(0.6, _ => Add(AtWork(day), "inventory", "ScanRequested", User(who)));
        Several(0.8, _ => Add(AtWork(day), "inventory", "MapDecisionMade", User(who)));
    }

    private void Reads(DateOnly day, string who, string source, string action, double mean, double records)
    {
        // Some days are busy and some are not.
        var today = mean * Math.Exp(0.35 * Normal());
        Several(today, _ => Add(AtWork(day), source, action, User(who), records: Skewed(records, 0.7)));
    }

    /// <summary>Work that goes on day and night.</summary>
    private void Machines(DateOnly day)
    {
        for (var hour = 0; hour < 24; hour++)
        {
            var here = At(day, hour + _random.NextDouble());
            Several(hour is > 7 and < 23 ? 6 : 1.5, _ => Add(here.AddMinutes(20 * _random.NextDouble()), "consent", Pick("ConsentGiven", "ConsentGiven", "ConsentWithdrawn", "ConsentRefused"), WatchedActor.Of("dataSubject", null)));
            Several(hour is > 7 and < 23 ? 0.7 : 0.05, _ => Add(here, "dsar", Pick("SubjectRequestReceived", "SubjectVerified"), WatchedActor.Of("dataSubject", null)));
            Several(0.15, _ => Add(here, "dsar", "VerificationAttemptRefused", WatchedActor.Of("dataSubject", null), "refused"));
        }

        Several(8, n => Add(At(day, 1 + (n * 0.1)), "dataplane", "DataStoreScanned", WatchedActor.Service("dataplane")));
        Several(0.3, n => Add(At(day, 1.5 + (n * 0.1)), "dataplane", "DataStoreScanFailed", WatchedActor.Service("dataplane"), "failed"));
        Several(30, _ => Add(At(day, 2 + _random.NextDouble()), "dsar", "IdentifiersRead", Client("data-plane"), records: 3));
    }

    private static bool IsLastWorkingDay(DateOnly day)
    {
        var later = day.AddDays(1);
        while (later.Month == day.Month && !IsWorkingDay(later))
            later = later.AddDays(1);
        return later.Month != day.Month;
    }

    /// <summary>A time of an office day: two humps around noon.</summary>
    private DateTimeOffset AtWork(DateOnly day) => At(day, Math.Clamp((_random.NextDouble() < 0.5 ? 10.3 : 14.8) + (1.1 * Normal()), 7.7, 18.4));

    private void Add(DateTimeOffset at, string source, string action, WatchedActor actor, string outcome = "success", long records = 1, string? planner = null)
    {
        // Mostly at once, now and then after a minute, so that the order of recording is not that of happening.
        var delay = TimeSpan.FromSeconds(_random.NextDouble() < 0.02 ? 120 * _random.NextDouble() : 0.3 * _random.NextDouble());
        Plant(at, source, action, actor, outcome, records, planner, delay);
    }

    /// <summary>A Poisson number of times.</summary>
    private void Several(double mean, Action<int> action)
    {
        var (count, product) = (0, _random.NextDouble());
        for (var limit = Math.Exp(-mean); product > limit; product *= _random.NextDouble())
            count++;
        for (var i = 0; i < count; i++)
            action(i);
    }

    private long Skewed(double median, double sigma) => Math.Max(1, (long)(median * Math.Exp(sigma * Normal())));

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
