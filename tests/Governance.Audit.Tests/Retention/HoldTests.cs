using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Audit.Tests.Service;
using Governance.Contracts;

namespace Governance.Audit.Tests.Retention;

public sealed class HoldTests(RunningAudit audit) : IClassFixture<RunningAudit>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hold_is_placed_listed_and_released_and_each_is_an_entry()
    {
        await audit.Broker.PublishAsync(TestEvents.Envelope(TestEvents.Approved("sub_hold")));
        await audit.EntriesAsync("subject=sub_hold&action=PlanApproved", 1);
        var month = (await audit.GetAsync("/v1/retention/months")).EnumerateArray().Last().GetProperty("month").GetString();
        using var lawyer = audit.Service.Client("lawyer-1", Permissions.AuditRetain);
        using var placed = await lawyer.PostAsJsonAsync("/v1/retention/holds", new { firstMonth = month, lastMonth = month, reason = "litigation-7" }, Cancel);
        Assert.Equal(HttpStatusCode.Created, placed.StatusCode);
        var id = (await placed.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetGuid();

        await audit.EntriesAsync($"action=RetentionHoldPlaced&actorId=lawyer-1&objectId={id}", 1);
        Assert.True((await audit.GetAsync("/v1/retention/months")).EnumerateArray().Last().GetProperty("isHeld").GetBoolean());
        Assert.Equal(id, (await audit.GetAsync("/v1/retention/holds?limit=1")).GetProperty("items")[0].GetProperty("id").GetGuid());

        for (var i = 0; i < 2; i++)
        {
            using var released = await lawyer.PostAsync(new Uri($"/v1/retention/holds/{id}/release", UriKind.Relative), null, Cancel);
            Assert.Equal(HttpStatusCode.OK, released.StatusCode);
        }

        await audit.EntriesAsync($"action=RetentionHoldReleased&objectId={id}", 1);
        Assert.False((await audit.GetAsync("/v1/retention/months")).EnumerateArray().Last().GetProperty("isHeld").GetBoolean());
        using var run = await lawyer.PostAsync(new Uri("/v1/retention/runs", UriKind.Relative), null, Cancel);
        Assert.Equal(0, (await run.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("droppedMonths").GetArrayLength());
    }

    [Theory]
    [InlineData("2031-05-01", "2031-04-30", "litigation", "lastMonth")]
    [InlineData("2031-05-01", "2031-05-01", "A judge said so", "reason")]
    public async Task A_hold_that_makes_no_sense_is_refused(string first, string last, string reason, string field)
    {
        using var lawyer = audit.Service.Client("lawyer-1", Permissions.AuditRetain);
        using var response = await lawyer.PostAsJsonAsync("/v1/retention/holds", new { firstMonth = first, lastMonth = last, reason }, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Whoever_may_only_read_can_neither_hold_nor_drop()
    {
        foreach (var path in (string[])["/v1/retention/runs", "/v1/retention/holds", $"/v1/retention/holds/{Guid.Empty}/release"])
        {
            using var response = await audit.Auditor.PostAsJsonAsync(path, new { firstMonth = "2031-05-01", lastMonth = "2031-05-01", reason = "x" }, Cancel);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }
}
