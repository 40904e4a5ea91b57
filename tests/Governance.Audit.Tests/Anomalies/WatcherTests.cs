using Governance.Audit.Anomalies.Stream;
using static Governance.Audit.Tests.Anomalies.OfficeStream;

namespace Governance.Audit.Tests.Anomalies;

public sealed class WatcherTests
{
    private static readonly DateOnly Day = First.AddDays(16);

    [Fact]
    public async Task Killed_and_restarted_at_any_place_the_same_anomalies_are_found_and_raised_once()
    {
        await using var watch = await TestWatch.CreateAsync();
        await watch.AppendAsync(Planted());
        await watch.ReadAllAsync();
        var expected = await watch.LinesAsync();
        Assert.True(expected.Count >= 5, string.Join('\n', expected));
        Assert.Equal(expected.Count, await watch.RaisedAsync());

        await watch.ForgetAsync();
        watch.Crashes.Every = 3;
        for (var isThereMore = true; isThereMore;)
        {
            // A new one each time knows only what was stored; one that goes on after a failed commit must not count twice either.
            var watcher = watch.Start(batch: 311);
            for (var i = 0; i < 3 && isThereMore; i++)
            {
                try
                {
                    isThereMore = await watcher.ReadAsync(TestContext.Current.CancellationToken) > 0;
                }
                catch (IOException)
                {
                    // Killed.
                }
            }
        }

        Assert.Equal(expected, await watch.LinesAsync());
        Assert.Equal(expected.Count, await watch.RaisedAsync());
    }

    [Fact]
    public async Task Two_watchers_at_once_find_everything_once()
    {
        await using var watch = await TestWatch.CreateAsync();
        await watch.AppendAsync(Planted());
        await watch.ReadAllAsync();
        var expected = await watch.LinesAsync();

        await watch.ForgetAsync();
        await Task.WhenAll(watch.ReadAllAsync(97), watch.ReadAllAsync(131), watch.ReadAllAsync(411));

        Assert.Equal(expected, await watch.LinesAsync());
        Assert.Equal(expected.Count, await watch.RaisedAsync());
    }

    [Fact]
    public async Task What_is_kept_names_no_data_subject_and_no_object()
    {
        await using var watch = await TestWatch.CreateAsync();
        await watch.AppendAsync(Planted().Take(1500));
        for (var i = 0; i < 12; i++)
            await watch.AppendPlanAsync("planner-1", "approver-1", At(Day, 8 + i), $"object-secret-{i}");
        await watch.ReadAllAsync();

        Assert.True(await watch.Log.Database.ScalarAsync<long>("SELECT count(*) FROM anomaly_counts WHERE actor_type = 'dataSubject'") > 0);
        foreach (var table in (string[])["anomalies", "anomaly_counts", "anomaly_approvals", "anomaly_watch", "outbox"])
            Assert.Equal(0, await watch.Log.Database.ScalarAsync<long>($"SELECT count(*) FROM {table} t WHERE row_to_json(t)::text LIKE '%secret%'"));
    }

    [Fact]
    public async Task After_the_erasure_of_a_data_subject_the_anomalies_and_the_history_stand_as_before()
    {
        await using var watch = await TestWatch.CreateAsync();
        await watch.AppendAsync(Planted().Take(800));
        for (var i = 0; i < 12; i++)
            await watch.AppendPlanAsync("planner-1", "approver-1", At(Day, 8 + i), $"object-secret-{i}");
        await watch.AppendAsync(Enumerable.Range(0, 15).Select(_ => Entry("dsar", "PlanApprovalRefused", User("analyst-1"), At(Day.AddDays(1), 10), "refused")));
        await watch.ReadAllAsync();
        var before = await watch.LinesAsync();
        Assert.NotEmpty(before);

        Assert.True(await watch.Log.EraseAsync("sub_secret") > 0);
        Assert.Equal(0, await watch.Log.Database.ScalarAsync<long>("SELECT count(*) FROM payloads WHERE subject_pseudonym = 'sub_secret'"));
        await watch.ReadAllAsync();

        // The entry that says so carries the time of today, long before that of the others: one more anomaly, none fewer.
        Assert.Empty(before.Except(await watch.LinesAsync()));
    }

    [Fact]
    public async Task Plans_and_their_approvals_are_brought_together_from_the_log()
    {
        await using var watch = await TestWatch.CreateAsync();
        for (var i = 0; i < 12; i++)
        {
            await watch.AppendPlanAsync("planner-1", "approver-1", At(Day.AddDays(-12), 6 + (4 * i)), $"request-{i}");
            await watch.AppendPlanAsync("planner-2", $"approver-{1 + (i % 3)}", At(Day.AddDays(-12), 8 + (4 * i)), $"other-{i}");
        }

        await watch.ReadAllAsync(batch: 5);

        var line = Assert.Single(await watch.LinesAsync());
        Assert.StartsWith("approval-pattern user:approver-1 planner-1 2030-01-01", line, StringComparison.Ordinal);
        Assert.Contains("always-same-approver", line, StringComparison.Ordinal);
        Assert.Equal(24, await watch.Log.Database.ScalarAsync<long>("SELECT count(*) FROM anomaly_approvals"));
    }

    [Fact]
    public async Task A_deleted_entry_and_a_log_cut_short_are_found_without_a_verification()
    {
        await using var watch = await TestWatch.CreateAsync();
        await watch.AppendAsync(new OfficeStream(301).Entries().Take(300));
        await watch.Log.Database.ExecuteAsync("DELETE FROM entries WHERE sequence IN (100, 101, 299)");
        await watch.ReadAllAsync(batch: 150);
        var line = Assert.Single(await watch.LinesAsync());
        Assert.Contains("places-without-entry", line, StringComparison.Ordinal);
        Assert.Contains("[100,101]", line, StringComparison.Ordinal);
        Assert.Contains("[299,299]", line, StringComparison.Ordinal);

        await watch.Log.Database.ExecuteAsync("DELETE FROM entries WHERE sequence >= 250; UPDATE log_head SET size = 250");
        await watch.ReadAllAsync();
        Assert.Contains(await watch.LinesAsync(), l => l.Contains("log-shorter-than-read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_detectors_and_their_reviewers_say_finds_nothing()
    {
        await using var watch = await TestWatch.CreateAsync();
        await watch.AppendAsync(Enumerable.Range(0, 300).SelectMany(i => (WatchedEntry[])
        [
            Entry("audit", "AnomalyDetected", WatchedActor.Service("audit"), At(Day, 3), "failed"),
            Entry("audit", "AnomalyReviewed", User("auditor-1"), At(Day, 3), "failed"),
        ]));
        await watch.ReadAllAsync();
        Assert.Empty(await watch.LinesAsync());

        // Only this service speaks as the detectors: another one can't hide behind the name.
        await watch.AppendAsync(Enumerable.Range(0, 300).Select(_ => Entry("identity", "AnomalyReviewed", User("auditor-1"), At(Day, 3), "failed")));
        await watch.ReadAllAsync();
        Assert.Single(await watch.LinesAsync());
    }

    [Fact]
    public async Task When_nothing_comes_any_more_the_clock_says_that_a_machine_is_silent()
    {
        await using var watch = await TestWatch.CreateAsync();
        await watch.AppendAsync(Enumerable.Range(0, 20 * 24).Select(h => Entry("consent", "ConsentExpired", WatchedActor.Service("consent"), At(First, 0).AddHours(h))));
        watch.Clock.Now = At(First, 0).AddHours(20 * 24);
        var watcher = watch.Start();
        while (await watcher.ReadAsync(TestContext.Current.CancellationToken) > 0)
        {
        }

        await watcher.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await watch.LinesAsync());
        watch.Clock.Now += TimeSpan.FromHours(9);
        await watcher.ReadAsync(TestContext.Current.CancellationToken);
        await watcher.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Contains("audit-gap service:consent", Assert.Single(await watch.LinesAsync()), StringComparison.Ordinal);
        Assert.Equal(1, await watch.RaisedAsync());
    }

    /// <summary>Three weeks with something of most kinds in them.</summary>
    private static IEnumerable<WatchedEntry> Planted()
    {
        var stream = new OfficeStream(302);
        for (var i = 0; i < 250; i++)
        {
            stream.Plant(At(Day, 9 + (i * 0.01)), "dsar", "RequestViewed", User("analyst-2"), records: 2);
            stream.Plant(At(Day.AddDays(1), 9 + (i * 0.01)), "dsar", "RequestViewed", User("dpo-2"), delay: TimeSpan.FromHours(30));
        }

        stream.Plant(At(Day, 10), "inventory", "RegisterExported", User("reporter-1"), records: 90_000);
        stream.Plant(At(Day, 2), "identity", "UserRolesChanged", User("admin-1"));
        for (var i = 0; i < 20; i++)
            stream.Plant(At(Day, 15 + (i * 0.02)), "dsar", "PlanApprovalRefused", User("analyst-1"), "refused");
        return stream.Entries().TakeWhile(e => e.RecordedAt < At(First.AddDays(19), 0));
    }

    private static WatchedEntry Entry(string source, string action, WatchedActor actor, DateTimeOffset at, string outcome = "success") =>
        new() { Sequence = 0, OccurredAt = at, RecordedAt = at, Source = source, Action = action, Actor = actor, Outcome = outcome };
}
