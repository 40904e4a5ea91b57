using Governance.Audit.Log;
using Npgsql;

namespace Governance.Audit.Tests.Log;

public sealed class AppendTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batches_of_any_size_leave_a_log_without_gaps()
    {
        await using var log = await TestLog.CreateAsync();
        foreach (var size in (int[])[1, 2, 253, 1, 600, 1024, 3])
            Assert.Equal(size, await log.Appender.AppendAsync(TestEvents.Pending(size), Cancel));

        await log.AssertWholeAsync(1884);
    }

    [Fact]
    public async Task A_message_delivered_again_has_one_entry()
    {
        await using var log = await TestLog.CreateAsync();
        var batch = TestEvents.Pending(5);

        Assert.Equal(5, await log.Appender.AppendAsync([.. batch, .. batch], Cancel));
        Assert.Equal(0, await log.Appender.AppendAsync(batch, Cancel));
        Assert.Equal(1, await log.Appender.AppendAsync([.. batch, TestEvents.Pending()], Cancel));

        await log.AssertWholeAsync(6);
    }

    [Fact]
    public async Task Two_instances_at_once_leave_no_gap_and_no_double()
    {
        await using var log = await TestLog.CreateAsync();
        var events = TestEvents.Pending(2000);
        // Both are handed every event, in different batches.
        await Task.WhenAll(
            Task.Run(() => AppendAllAsync(log.NewAppender(), events.Chunk(70)), Cancel),
            Task.Run(() => AppendAllAsync(log.NewAppender(), events.Reverse().Chunk(110)), Cancel));

        await log.AssertWholeAsync(2000);
    }

    [Theory]
    [InlineData("entries")]
    [InlineData("tiles")]
    [InlineData("log_head")]
    public async Task A_failure_between_the_steps_leaves_no_trace(string table)
    {
        await using var log = await TestLog.CreateAsync(entries: 300);
        var batch = TestEvents.Pending(10);
        await log.Database.ExecuteAsync($"""
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER fail AFTER INSERT OR UPDATE ON {table} EXECUTE FUNCTION fail();
            """);

        await Assert.ThrowsAsync<PostgresException>(() => log.Appender.AppendAsync(batch, Cancel));
        await log.AssertWholeAsync(300);

        await log.Database.ExecuteAsync($"DROP TRIGGER fail ON {table}");
        await log.Appender.AppendAsync(batch, Cancel);
        await log.AssertWholeAsync(310);
    }

    [Theory]
    [InlineData("UPDATE log_head SET root_hash = sha256('x')")]
    [InlineData("UPDATE log_head SET size = size - 1")]
    [InlineData("DELETE FROM log_head")]
    [InlineData("DELETE FROM tiles WHERE level = 0 AND index = 1")]
    [InlineData("UPDATE tiles SET hashes = set_byte(hashes, 5, 255 - get_byte(hashes, 5)) WHERE level = 0 AND index = 1")]
    [InlineData("UPDATE tiles SET hashes = set_byte(hashes, 5, 255 - get_byte(hashes, 5)) WHERE level = 1")]
    public async Task Nothing_is_appended_to_a_tree_that_does_not_fit_together(string attack)
    {
        await using var log = await TestLog.CreateAsync(entries: 300);
        await log.Database.ExecuteAsync(attack);

        await Assert.ThrowsAsync<LogDamagedException>(() => log.Appender.AppendAsync(TestEvents.Pending(1), Cancel));
        Assert.Equal(300, await log.Database.ScalarAsync<long>("SELECT count(*) FROM entries"));
    }

    [Theory]
    [InlineData("envelope")]
    [InlineData("second encoding")]
    [InlineData("payload")]
    [InlineData("nonce")]
    public async Task A_bit_that_flips_in_memory_is_noticed_before_anything_is_stored(string where)
    {
        await using var log = await TestLog.CreateAsync();
        var pending = TestEvents.Pending();
        var buffer = where switch
        {
            "envelope" => pending.Entry.Canonical,
            "second encoding" => pending.SecondEncoding,
            "payload" => pending.Payload.Event,
            _ => pending.Payload.Nonce,
        };
        buffer[buffer.Length / 2] ^= 1;

        await Assert.ThrowsAsync<InvalidDataException>(() => log.Appender.AppendAsync([pending], Cancel));
        await log.AssertWholeAsync(0);
    }

    [Fact]
    public async Task A_batch_prepared_while_another_is_written_uses_the_keys_of_that_one()
    {
        await using var log = await TestLog.CreateAsync();
        var first = await log.Appender.PrepareAsync([TestEvents.Pending(TestEvents.Approved("sub_both"))], [], Cancel);
        var second = await log.Appender.PrepareAsync([TestEvents.Pending(TestEvents.Approved("sub_both"))], first.Payloads.NewKeys, Cancel);

        await Assert.ThrowsAsync<StaleBatchException>(() => log.Appender.WriteAsync(second, Cancel));
        Assert.Equal(1, await log.Appender.WriteAsync(first, Cancel));
        Assert.Equal(1, await log.Appender.WriteAsync(second, Cancel));

        Assert.Equal(1, await log.Database.ScalarAsync<long>("SELECT count(*) FROM payload_keys"));
        await log.AssertWholeAsync(2);
    }

    [Fact]
    public async Task A_batch_prepared_before_its_subject_was_erased_is_not_written_under_the_erased_key()
    {
        await using var log = await TestLog.CreateAsync();
        await log.Appender.AppendAsync([TestEvents.Pending(TestEvents.Approved("sub_gone"))], Cancel);
        var pending = TestEvents.Pending(TestEvents.Approved("sub_gone"));
        var prepared = await log.Appender.PrepareAsync([pending], [], Cancel);
        await log.EraseAsync("sub_gone");

        await Assert.ThrowsAsync<StaleBatchException>(() => log.Appender.WriteAsync(prepared, Cancel));
        Assert.Equal(1, await log.Appender.AppendAsync([pending], Cancel));

        Assert.Empty((await log.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task An_event_in_two_batches_prepared_at_once_has_one_entry()
    {
        await using var log = await TestLog.CreateAsync();
        var pending = TestEvents.Pending();
        var first = await log.Appender.PrepareAsync([pending], [], Cancel);
        var second = await log.Appender.PrepareAsync([pending, TestEvents.Pending()], first.Payloads.NewKeys, Cancel);

        await log.Appender.WriteAsync(first, Cancel);
        await Assert.ThrowsAsync<StaleBatchException>(() => log.Appender.WriteAsync(second, Cancel));

        await log.AssertWholeAsync(1);
    }

    private static async Task AppendAllAsync(LogAppender appender, IEnumerable<PendingEntry[]> batches)
    {
        foreach (var batch in batches)
            await appender.AppendAsync(batch, Cancel);
    }
}
