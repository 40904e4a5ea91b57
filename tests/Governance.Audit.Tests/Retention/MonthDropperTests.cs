using Governance.Audit.Log;
using Governance.Audit.Retention;
using Governance.Audit.Tests.Log;
using Governance.Audit.Verification;

namespace Governance.Audit.Tests.Retention;

public sealed class MonthDropperTests
{
    private static readonly DateTimeOffset May = new(2031, 5, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset June = new(2031, 6, 20, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, "2031-06-30T23:59:59Z", "")]
    [InlineData(1, "2031-07-01T00:00:00Z", "2031-05-01")]
    [InlineData(1, "2031-08-01T00:00:00Z", "2031-05-01,2031-06-01")]
    [InlineData(12, "2032-05-31T23:59:59Z", "")]
    [InlineData(12, "2032-06-01T00:00:00Z", "2031-05-01")]
    [InlineData(0, "2099-01-01T00:00:00Z", "")]
    public async Task Months_are_dropped_when_their_time_is_over_and_the_log_still_verifies(int months, string now, string expected)
    {
        await using var log = await TwoMonthsAsync();
        await log.EraseAsync("sub_erased");
        var root = await log.Database.ScalarAsync<byte[]>("SELECT sha256(string_agg(canonical, '' ORDER BY sequence)) FROM entries WHERE sequence < 8");

        Assert.Equal(expected, string.Join(',', (await DropAsync(log, months, now)).Select(m => m.ToString("yyyy-MM-dd"))));

        Assert.Empty((await log.VerifyAsync()).Findings);
        Assert.Equal(root, await log.Database.ScalarAsync<byte[]>("SELECT sha256(string_agg(canonical, '' ORDER BY sequence)) FROM entries WHERE sequence < 8"));
        Assert.Empty(await DropAsync(log, months, now));
    }

    [Fact]
    public async Task With_a_month_go_its_key_and_the_keys_of_subjects_nothing_is_left_of()
    {
        await using var log = await TwoMonthsAsync();
        await DropAsync(log, 1, "2031-07-01T00:00:00Z");

        Assert.Equal(
            "1970-01-01,2031-06-01,sub_both,sub_erased,sub_june",
            await log.Database.ScalarAsync<string>("SELECT string_agg(owner, ',' ORDER BY owner) FROM (SELECT coalesce(subject_pseudonym, month::text) AS owner FROM payload_keys) AS k"));
        Assert.False(await log.Database.ScalarAsync<bool>("SELECT to_regclass('payloads_2031_05') IS NOT NULL"));
    }

    [Fact]
    public async Task A_hold_prevents_the_drop_until_it_is_released()
    {
        await using var log = await TwoMonthsAsync();
        await log.Database.ExecuteAsync("INSERT INTO retention_holds (id, first_month, last_month, reason, placed_by, placed_at) VALUES (gen_random_uuid(), '2031-04-01', '2031-05-01', 'litigation', 'x', now())");

        Assert.Equal([new DateOnly(2031, 6, 1)], await DropAsync(log, 1, "2031-09-01T00:00:00Z"));
        await log.Database.ExecuteAsync("UPDATE retention_holds SET released_at = now()");
        Assert.Equal([new DateOnly(2031, 5, 1)], await DropAsync(log, 1, "2031-09-01T00:00:00Z"));
        Assert.Empty((await log.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task A_month_that_somebody_else_dropped_is_missing()
    {
        await using var log = await TwoMonthsAsync();
        await log.Database.ExecuteAsync("DROP TABLE payloads_2031_05");

        Assert.Equal(Enumerable.Range(0, 5).Select(i => new Finding(FindingKind.PayloadMissing, i)), (await log.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task A_dropped_month_that_is_put_back_is_found()
    {
        await using var log = await TwoMonthsAsync();
        await log.Database.ExecuteAsync("CREATE TABLE before AS TABLE payloads_2031_05");
        await DropAsync(log, 1, "2031-07-01T00:00:00Z");
        await log.Database.ExecuteAsync("CREATE TABLE payloads_2031_05 PARTITION OF payloads FOR VALUES FROM ('2031-05-01') TO ('2031-06-01'); INSERT INTO payloads TABLE before");

        Assert.Equal(Enumerable.Range(0, 5).Select(i => new Finding(FindingKind.ErasureUndone, i)), (await log.VerifyAsync()).Findings);
    }

    private static async Task<TestLog> TwoMonthsAsync()
    {
        var log = await TestLog.CreateAsync();
        string[] may = ["sub_erased", "sub_may", "sub_both", "sub_erased", "sub_may"];
        string[] june = ["sub_june", "sub_both", "sub_erased"];
        await log.Appender.AppendAsync([.. may.Select(s => TestEvents.Pending(TestEvents.Approved(s), May)), .. june.Select(s => TestEvents.Pending(TestEvents.Approved(s), June))], Cancel);
        var nobody = TestEvents.Approved();
        await log.Appender.AppendAsync([TestEvents.Pending(nobody with { Header = nobody.Header with { SubjectPseudonym = null } }, June)], Cancel);
        return log;
    }

    private static async Task<IReadOnlyList<DateOnly>> DropAsync(TestLog log, int months, string now)
    {
        await using var db = log.Db();
        return await log.NewDropper(months, new FixedClock(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture))).DropDueAsync(db, null, Cancel);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
