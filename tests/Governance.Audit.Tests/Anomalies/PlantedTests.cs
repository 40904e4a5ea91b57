using Governance.Audit.Anomalies;
using Governance.Audit.Anomalies.Detectors;
using Governance.Audit.Anomalies.Stream;
using static Governance.Audit.Tests.Anomalies.OfficeStream;

namespace Governance.Audit.Tests.Anomalies;

public sealed class PlantedTests(ITestOutputHelper output)
{
    private static readonly DateOnly Late = First.AddDays(7 * 13);

    private delegate bool Expected(Watching watching);

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(203)]
    public void Every_planted_anomaly_is_found(int seed)
    {
        var stream = new OfficeStream(seed);
        var planted = Plant(stream);
        var watching = Watching.Over(stream.Entries());
        foreach (var line in watching.Lines())
            output.WriteLine(line);
        Assert.Empty(planted.Where(p => !p.Found(watching)).Select(p => p.What));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(100_000)]
    public void What_is_found_does_not_depend_on_how_the_stream_is_cut(int batch)
    {
        var stream = new OfficeStream(104);
        Plant(stream);
        var entries = stream.Entries();
        if (batch == 1)
            entries = [.. entries.Take(12_000)];
        Assert.Equal(Watching.Over(entries).Lines(), Watching.Over(entries, batch: batch).Lines());
    }

    /// <summary>Different kinds and sizes, each by somebody or on a day of its own.</summary>
    private static List<(string What, Expected Found)> Plant(OfficeStream stream)
    {
        var planted = new List<(string, Expected)>();

        Bulk("five times the usual reads over a day", "analyst-1", Late.AddDays(1), 9, 8, 190, "RequestViewed", 2);
        Bulk("reads of an hour as many as of days", "analyst-2", Late.AddDays(2), 10, 0.9, 130, "RequestViewed", 2);
        Bulk("fifty times the usual exports", "reporter-1", Late.AddDays(3), 9, 8, 70, "RegisterExported", 100);
        Bulk("one export of everything", "reporter-1", Late.AddDays(8), 11, 0.1, 1, "RegisterExported", 250_000);
        Bulk("exports by somebody who never exports", "legal-1", Late.AddDays(1), 13, 2, 200, "RegisterExported", 40);
        Bulk("thousands of reads by a new colleague in the first days", "analyst-new", Newcomer.AddDays(2), 9, 8, 2500, "RequestViewed", 2);
        Bulk("records in few reads", "auditor-1", Late.AddDays(4), 14, 0.5, 4, "EntriesSearched", 40_000);
        Bulk("an account nobody knows", "ghost-1", Late.AddDays(9), 3, 1, 400, "RequestViewed", 2);
        Many(700, Late.AddDays(10), 4, 1, t => stream.Plant(t, "dsar", "IdentifiersRead", Client("data-plane"), records: 3));
        Expect("a client that reads twenty times as much", BulkAccess.Name, Client("data-plane"), "entries-in-an-hour", Late.AddDays(10));

        OffHour("one action at three in the night", "admin-1", Late.AddDays(1), 3, 1);
        OffHour("a Sunday's work", "admin-2", Late.AddDays(6), 14, 12);
        OffHour("a public holiday", "admin-1", new DateOnly(2030, 4, 22), 11, 3);
        OffHour("somebody new at night", "ghost-2", First.AddDays(3), 1, 2);

        Refused("just enough refusals", "analyst-1", Late.AddDays(9), 10.2, 0.5, 14);
        Refused("a flood of refusals", "analyst-2", Late.AddDays(9), 22, 0.1, 400);
        Refused("across the border of two hours", "dpo-1", Late.AddDays(9), 15.7, 0.6, 16);
        Many(300, Late.AddDays(9), 4, 0.9, t => stream.Plant(t, "identity", "SignInFailed", WatchedActor.Service("identity"), "refused"));
        Expect("failed sign-ins of many accounts", RepeatedRefusals.Name, WatchedActor.Service("identity"), "refusals-in-a-window", Late.AddDays(9));

        for (var i = 0; i < 14; i++)
            stream.Plant(At(Late.AddDays(-14 + (i * 2)), 11), "dsar", "PlanApproved", User("legal-1"), planner: "planner-x");
        Expect("always the same approver", ApprovalPatterns.Name, User("planner-x"), "always-same-approver");
        for (var i = 0; i < 12; i++)
            stream.Plant(At(Late.AddDays(-14 + i), 12), "dsar", "PlanApproved", User(i % 2 == 0 ? "dpo-3" : "dpo-4"), planner: i % 2 == 0 ? "dpo-4" : "dpo-3");
        Expect("two who approve each other", ApprovalPatterns.Name, User("dpo-3"), "approve-each-other");

        stream.Silence("dataplane", At(Late.AddDays(7), 0), At(Late.AddDays(11), 23));
        Expect("a machine that falls silent", AuditGaps.Name, WatchedActor.Service("dataplane"), "source-silent");
        stream.Silence("inventory", At(Late.AddDays(14), 0), At(Late.AddDays(19), 23));
        Expect("an application that people use falls silent", AuditGaps.Name, WatchedActor.Service("inventory"), "source-silent");
        stream.Silence("consent", At(Late.AddDays(15), 2), At(Late.AddDays(15), 22));
        Expect("a source that sends day and night falls silent for a day", AuditGaps.Name, WatchedActor.Service("consent"), "source-silent");
        stream.Plant(At(Late.AddDays(2), 10), "inventory", "ScanRequested", User("analyst-1"), delay: TimeSpan.FromHours(-3));
        Expect("an event dated into the future", AuditGaps.Name, WatchedActor.Service("inventory"), "time-in-the-future");
        Many(8, Late.AddDays(1), 9, 1, t => stream.Plant(t, "consent", "ConsentGiven", WatchedActor.Of("dataSubject", null), delay: TimeSpan.FromHours(50)));
        Expect("events that come days late", AuditGaps.Name, WatchedActor.Service("consent"), "entries-came-late");
        stream.Plant(At(Late.AddDays(5), 10), "audit", "LogVerificationCompleted", WatchedActor.Service("audit"), "failed");
        Expect("a verification that fails", AuditGaps.Name, WatchedActor.Service("audit"), "verification-failed");

        Many(150, Late.AddDays(15), 9, 6, t => stream.Plant(t, "dsar", "RequestViewed", User("dpo-2"), records: 2, delay: TimeSpan.FromHours(26)));
        planted.Add(("a bulk read whose entries come a day late", w => w.Has(BulkAccess.Name, User("dpo-2"), "entries-in-a-day", Late.AddDays(15))));
        return planted;

        void Bulk(string what, string who, DateOnly day, double hour, double hours, int count, string action, long records)
        {
            Many(count, day, hour, hours, t => stream.Plant(t, "dsar", action, User(who), records: records));
            planted.Add((what, w => w.Found.Keys.Any(k => k.Detector == BulkAccess.Name && k.Actor == User(who) && k.Window == day)));
        }

        void OffHour(string what, string who, DateOnly day, double hour, int count)
        {
            Many(count, day, hour, 0.5, t => stream.Plant(t, "identity", "UserRolesChanged", User(who)));
            Expect(what, OffHours.Name, User(who), "admin-actions-off-hours", day);
        }

        void Refused(string what, string who, DateOnly day, double hour, double hours, int count)
        {
            Many(count, day, hour, hours, t => stream.Plant(t, "dsar", "PlanApprovalRefused", User(who), "refused"));
            Expect(what, RepeatedRefusals.Name, User(who), "refusals-in-a-window", day);
        }

        void Many(int count, DateOnly day, double hour, double hours, Action<DateTimeOffset> plant)
        {
            for (var i = 0; i < count; i++)
                plant(At(day, hour + (hours * i / count)));
        }

        void Expect(string what, string detector, WatchedActor actor, string code, DateOnly? window = null) => planted.Add((what, w => w.Has(detector, actor, code, window)));
    }
}
