using Governance.Audit.Log;
using Governance.Audit.Tests.Log;
using Governance.Audit.Verification;
using Governance.Contracts;

namespace Governance.Audit.Tests.Erasure;

public sealed class EraserTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_erasure_of_many_payloads_goes_in_steps_and_the_log_verifies_after_each()
    {
        await using var log = await TestLog.CreateAsync(entries: 40);
        foreach (var batch in Enumerable.Range(0, 11_000).Select(_ => TestEvents.Pending(TestEvents.Approved("sub_many"))).Chunk(Sequencer.MaxBatch))
            await log.Appender.AppendAsync(batch, Cancel);
        await log.Appender.AppendAsync(TestEvents.Pending(5), Cancel);

        await log.RequestErasureAsync("sub_many");
        foreach (var left in (int[])[6000, 1000, 0])
        {
            Assert.True(await log.StepAsync());
            Assert.Equal(left, await log.Database.ScalarAsync<long>("SELECT count(*) FROM payloads WHERE subject_pseudonym = 'sub_many'"));
            Assert.Empty((await log.VerifyAsync()).Findings);
        }

        Assert.False(await log.StepAsync());
        Assert.Equal(11_000, await log.Database.ScalarAsync<long>("SELECT payloads FROM erasures WHERE erased_at IS NOT NULL AND subject_pseudonym IS NULL"));
        Assert.Equal(0, await log.Database.ScalarAsync<long>("SELECT count(*) FROM payload_keys WHERE subject_pseudonym = 'sub_many'"));
        Assert.Equal(45, await log.Database.ScalarAsync<long>("SELECT count(*) FROM payloads WHERE subject_pseudonym = 'sub_a'"));
    }

    [Fact]
    public async Task Erasing_again_erases_what_came_since_and_changes_nothing_otherwise()
    {
        await using var log = await TestLog.CreateAsync();
        var first = TestEvents.Pending(TestEvents.Approved("sub_again"));
        await log.Appender.AppendAsync([first], Cancel);
        Assert.Equal(1, await log.EraseAsync("sub_again"));
        Assert.Equal(0, await log.Appender.AppendAsync([first], Cancel));
        Assert.Equal(1, await log.EraseAsync("sub_again"));
        await log.Appender.AppendAsync([TestEvents.Pending(TestEvents.Approved("sub_again"))], Cancel);
        Assert.Equal(1, await log.EraseAsync("sub_again"));

        Assert.Equal(0, await log.Database.ScalarAsync<long>("SELECT count(*) FROM payloads WHERE subject_pseudonym IS NOT NULL"));
        Assert.Equal("1,0,1", await log.Database.ScalarAsync<string>("SELECT string_agg(payloads::text, ',' ORDER BY requested_at) FROM erasures"));
        Assert.Empty((await log.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Whoever_acts_as_a_data_subject_or_is_acted_for_or_is_the_object_is_erased_too()
    {
        await using var log = await TestLog.CreateAsync();
        var header = TestEvents.Approved("sub_child").Header;
        IEvent[] events =
        [
            TestEvents.Approved("sub_child") with { Header = Again(header) with { Actor = Actor.DataSubject("sub_parent") } },
            TestEvents.Approved("sub_child") with { Header = Again(header) with { OnBehalfOf = "sub_parent" } },
            TestEvents.Approved("sub_child") with { Header = Again(header) with { ObjectId = "sub_parent" } },
            TestEvents.Approved("sub_child") with { Header = Again(header) with { SubjectPseudonym = null, Actor = Actor.DataSubject("sub_parent") } },
            TestEvents.Approved("sub_child"),
        ];
        await log.Appender.AppendAsync([.. events.Select(e => TestEvents.Pending(e))], Cancel);
        await log.EraseAsync("sub_parent");

        Assert.Equal("4", await log.Database.ScalarAsync<string>("SELECT string_agg(sequence::text, ',') FROM payloads WHERE subject_pseudonym IS NOT NULL"));
        Assert.Empty((await log.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Verification_tells_an_erased_payload_from_one_that_was_taken_away_or_put_back()
    {
        await using var log = await TestLog.CreateAsync(entries: 10);
        await log.Appender.AppendAsync([TestEvents.Pending(TestEvents.Approved("sub_gone")), TestEvents.Pending()], Cancel);
        await log.Database.ExecuteAsync("CREATE TABLE before AS TABLE payloads; CREATE TABLE keys_before AS TABLE payload_keys");
        await log.EraseAsync("sub_gone");
        Assert.Empty((await log.VerifyAsync()).Findings);

        await log.Database.ExecuteAsync("DELETE FROM payloads WHERE sequence = 3");
        Assert.Equal([new Finding(FindingKind.PayloadMissing, 3)], (await log.VerifyAsync()).Findings);
        await log.Database.ExecuteAsync("INSERT INTO payloads SELECT * FROM before WHERE sequence IN (3, 10); INSERT INTO payload_keys SELECT * FROM keys_before ON CONFLICT DO NOTHING");
        Assert.Equal([new Finding(FindingKind.ErasureUndone, 10)], (await log.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Without_the_entry_that_says_so_an_erased_payload_counts_as_missing()
    {
        await using var log = await TestLog.CreateAsync(entries: 3);
        await log.Appender.AppendAsync([TestEvents.Pending(TestEvents.Approved("sub_gone"))], Cancel);
        await log.EraseAsync("sub_gone");
        await log.Database.ExecuteAsync("DELETE FROM payloads WHERE month = '1970-01-01'");

        Assert.Equal([new Finding(FindingKind.PayloadMissing, 3), new Finding(FindingKind.PayloadMissing, 4)], (await log.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Payloads_of_months_on_hold_stay_until_it_is_released()
    {
        await using var log = await TestLog.CreateAsync();
        var june = TestEvents.Now.AddMonths(1);
        await log.Appender.AppendAsync([TestEvents.Pending(TestEvents.Approved("sub_held")), TestEvents.Pending(TestEvents.Approved("sub_held"), june)], Cancel);
        await log.Database.ExecuteAsync("INSERT INTO retention_holds (id, first_month, last_month, reason, placed_by, placed_at) VALUES (gen_random_uuid(), '2031-06-01', '2031-06-01', 'litigation', 'x', now())");

        Assert.Equal(2, await log.EraseAsync("sub_held"));
        Assert.Equal("1", await log.Database.ScalarAsync<string>("SELECT string_agg(sequence::text, ',') FROM payloads WHERE subject_pseudonym = 'sub_held'"));
        Assert.Equal(1, await log.Database.ScalarAsync<long>("SELECT count(*) FROM erasures WHERE erased_at IS NULL AND retry_at IS NOT NULL"));
        Assert.Equal(1, await log.Database.ScalarAsync<long>("SELECT count(*) FROM outbox WHERE message_type LIKE '%PayloadErasureHeld'"));
        Assert.Empty((await log.VerifyAsync()).Findings);

        await log.Database.ExecuteAsync("UPDATE retention_holds SET released_at = now(); UPDATE erasures SET retry_at = now() - interval '1 s'");
        Assert.True(await log.StepAsync());
        Assert.Equal(0, await log.Database.ScalarAsync<long>("SELECT count(*) FROM payloads WHERE subject_pseudonym = 'sub_held'"));
        Assert.Equal(1, await log.Database.ScalarAsync<long>("SELECT count(*) FROM erasures WHERE erased_at IS NOT NULL AND subject_pseudonym IS NULL"));
        Assert.Empty((await log.VerifyAsync()).Findings);
    }

    private static EventHeader Again(EventHeader header) => header with { EventId = Guid.CreateVersion7() };
}
