using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Governance.Consent.Tests.Purposes;

/// <summary>A purpose is linked only to what the inventory has on record.</summary>
public sealed class PurposeActivityTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    [Fact]
    public async Task An_activity_that_is_not_on_record_is_refused_at_its_field()
    {
        var code = ConsentFixture.NewCode("p");
        var refused = await service.Dpo().PostAsJsonAsync("/v1/purposes", Body(code, Guid.NewGuid())).JsonAsync(HttpStatusCode.UnprocessableEntity);
        Names(refused, "processing-activity-unknown", "details.processingActivityId");
        await service.Dpo().GetAsync($"/v1/purposes/{code}").IsProblemAsync(HttpStatusCode.NotFound, "not-found");

        code = await service.PurposeAsync();
        refused = await service.Dpo().PutIfMatchAsync($"/v1/purposes/{code}", "\"1\"", Details(Guid.NewGuid())).JsonAsync(HttpStatusCode.UnprocessableEntity);
        Names(refused, "processing-activity-unknown", "processingActivityId");
        Assert.Equal(1, await VersionAsync(code));
    }

    [Fact]
    public async Task An_activity_that_has_ended_is_refused()
    {
        var ended = service.Inventory.Register(DateTimeOffset.UtcNow.AddDays(-1));
        var refused = await service.Dpo().PostAsJsonAsync("/v1/purposes", Body(ConsentFixture.NewCode("p"), ended)).JsonAsync(HttpStatusCode.UnprocessableEntity);
        Names(refused, "processing-activity-ended", "details.processingActivityId");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task While_the_inventory_can_not_be_asked_nothing_changes(int trouble)
    {
        var activity = service.Inventory.Register();
        var code = await service.PurposeAsync();
        var fresh = ConsentFixture.NewCode("p");
        var events = (await service.OutboxAsync()).Count;
        service.Inventory.Trouble = trouble;
        try
        {
            await service.Dpo().PutIfMatchAsync($"/v1/purposes/{code}", "\"1\"", Details(activity)).IsProblemAsync(HttpStatusCode.ServiceUnavailable, "inventory-unavailable");
            await service.Dpo().PostWithKeyAsync("/v1/purposes", fresh, Body(fresh, activity)).IsProblemAsync(HttpStatusCode.ServiceUnavailable, "inventory-unavailable");
            Assert.Equal(1, await VersionAsync(code));
            Assert.Equal(events, (await service.OutboxAsync()).Count);

            // What names no activity needs no inventory.
            await service.Dpo().PutIfMatchAsync($"/v1/purposes/{code}", "\"1\"", Details(null)).JsonAsync(HttpStatusCode.OK);
        }
        finally
        {
            service.Inventory.Trouble = null;
        }

        await service.Dpo().PostWithKeyAsync("/v1/purposes", fresh, Body(fresh, activity)).JsonAsync(HttpStatusCode.Created);
        await service.Dpo().PutIfMatchAsync($"/v1/purposes/{code}", "\"2\"", Details(activity)).JsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_purposes_of_an_activity_are_those_linked_to_it_now()
    {
        var activity = service.Inventory.Register();
        var (stays, leaves) = (ConsentFixture.NewCode("p"), ConsentFixture.NewCode("p"));
        foreach (var code in (string[])[stays, leaves])
            await service.Dpo().PostAsJsonAsync("/v1/purposes", Body(code, activity)).JsonAsync(HttpStatusCode.Created);
        await service.Dpo().PutIfMatchAsync($"/v1/purposes/{leaves}", "\"1\"", Details(null)).JsonAsync(HttpStatusCode.OK);
        var page = await service.Dpo().GetAsync($"/v1/purposes?activity={activity}").JsonAsync(HttpStatusCode.OK);
        Assert.Equal([stays], page.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("code").GetString()));
    }

    private async Task<int> VersionAsync(string code) => (await service.Dpo().GetAsync($"/v1/purposes/{code}").JsonAsync(HttpStatusCode.OK)).GetProperty("version").GetInt32();

    private static void Names(JsonElement problem, string code, string field)
    {
        Assert.Equal($"urn:governance:problem:{code}", problem.GetProperty("type").GetString());
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    private static object Body(string code, Guid? activity) => new { code, legalBasis = "consent", details = Details(activity) };

    private static object Details(Guid? activity) => new { name = "Newsletter", description = "News.", dataCategories = new[] { "contact" }, recipients = Array.Empty<string>(), retentionDays = 730, processingActivityId = activity };
}
