using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Testing;

namespace Governance.Audit.Tests.Service;

public sealed class VerificationTests(RunningAudit audit) : IClassFixture<RunningAudit>
{
    [Fact]
    public async Task A_verification_says_ok_or_where_the_first_difference_is_and_is_itself_logged()
    {
        await audit.Broker.PublishAsync(Enumerable.Range(0, 20).Select(_ => TestEvents.Envelope(TestEvents.Approved("sub_v"))));
        var place = (await audit.EntriesAsync("subject=sub_v&action=PlanApproved", 20))[5].GetProperty("sequence").GetInt64();

        var good = await audit.VerifyAsync();
        Assert.Equal("ok", good.GetProperty("state").GetString());
        Assert.Equal(good.GetProperty("rootHash").GetString(), good.GetProperty("computedRootHash").GetString());
        Assert.Equal(0, good.GetProperty("differences").GetArrayLength());
        await audit.EntriesAsync($"action=LogVerificationRequested&actorId=auditor-1&objectId={good.GetProperty("id").GetGuid()}", 1);
        await audit.EntriesAsync($"action=LogVerificationCompleted&outcome=success&objectId={good.GetProperty("id").GetGuid()}", 1);

        await audit.Service.Database.ExecuteAsync($"UPDATE entries SET canonical = convert_to(replace(convert_from(canonical, 'UTF8'), '\"u-1\"', '\"u-9\"'), 'UTF8'), actor_id = 'u-9' WHERE sequence = {place}");
        var bad = await audit.VerifyAsync();
        Assert.Equal("failed", bad.GetProperty("state").GetString());
        var first = bad.GetProperty("firstDifference");
        Assert.Equal(("edited", place), (first.GetProperty("kind").GetString(), first.GetProperty("sequence").GetInt64()));
        var entry = Assert.Single(await audit.EntriesAsync($"action=LogVerificationCompleted&outcome=failed&objectId={bad.GetProperty("id").GetGuid()}", 1));
        Assert.Equal("edited", entry.GetProperty("reason").GetString());
    }
}
