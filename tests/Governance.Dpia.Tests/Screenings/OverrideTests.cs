using System.Net;
using System.Text.Json;
using Governance.Contracts;

namespace Governance.Dpia.Tests.Screenings;

public sealed class OverrideTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    [Fact]
    public async Task The_dpo_overrides_what_the_criteria_require_in_writing()
    {
        var id = await service.ScreenedAsync("C3 C7");
        var after = await OverrideAsync(id, 1, "notHighRisk").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(("notRequired", 2), (Text(after, "result"), after.GetProperty("version").GetInt32()));
        var decision = after.GetProperty("decisions")[1];
        Assert.Equal(("overridden", "notHighRisk", "A pilot of five volunteers.", "dpo-1"), (Text(decision, "kind"), Text(decision, "ground"), Text(decision, "reason"), Text(decision, "by")));
        Assert.Equal(1, await service.EventsAsync("ScreeningOverridden", id));
    }

    [Theory]
    [InlineData("art35-3-a C1 C2", "EU")]
    [InlineData("listed-by-authority C1 C2", "EU")]
    [InlineData("uk-physical-harm C1 C2", "GB")]
    [InlineData("C1", "EU")]
    [InlineData("", "EU")]
    public async Task What_the_law_itself_requires_is_not_overridden(string yes, string jurisdiction)
    {
        var id = await service.ScreenedAsync(yes, jurisdiction: jurisdiction);
        await OverrideAsync(id, 1, "notHighRisk").IsProblemAsync(HttpStatusCode.Conflict, "not-overridable");
        Assert.Equal(0, await service.EventsAsync("ScreeningOverridden", id));
    }

    [Fact]
    public async Task The_dpo_can_ask_for_an_assessment_that_the_rules_do_not()
    {
        var id = await service.ScreenedAsync("C1");
        Assert.Equal("required", Text(await OverrideAsync(id, 1, "highRisk").JsonAsync(HttpStatusCode.OK), "result"));
        await OverrideAsync(id, 2, "highRisk").IsProblemAsync(HttpStatusCode.Conflict, "already-required");
    }

    [Theory]
    [InlineData("art35-3-b C4 C5", "judgement")]
    [InlineData("C5", "notRequired")]
    [InlineData("art35-3-b C4 C5 C7", "required")]
    public async Task A_single_practitioners_clients_are_not_large_scale(string yes, string result)
    {
        var id = await service.ScreenedAsync(yes);
        var after = await OverrideAsync(id, 1, "singlePractitioner").JsonAsync(HttpStatusCode.OK);
        Assert.Equal((result, 4), (Text(after, "result"), after.GetProperty("step").GetInt32()));
        Assert.DoesNotContain("C5", after.GetProperty("criteria").EnumerateArray().Select(c => c.GetString()));
    }

    [Fact]
    public async Task A_single_practitioner_is_no_ground_where_nothing_is_large_scale() =>
        await OverrideAsync(await service.ScreenedAsync("C4 C7"), 1, "singlePractitioner").IsProblemAsync(HttpStatusCode.Conflict, "not-large-scale");

    [Fact]
    public async Task Who_screened_or_judged_cannot_override_and_the_attempt_is_recorded()
    {
        var screened = await service.ScreenedAsync("C1 C2", by: "dpo-1");
        await OverrideAsync(screened, 1, "notHighRisk").IsProblemAsync(HttpStatusCode.Forbidden, "approver-is-author");
        var judged = await service.ScreenedAsync("C1");
        await service.Dpo().PostIfMatchAsync($"/v1/screenings/{judged}/judgement", 1, new { required = false, reason = "Low risk." }).JsonAsync(HttpStatusCode.OK);
        await OverrideAsync(judged, 2, "highRisk").IsProblemAsync(HttpStatusCode.Forbidden, "approver-is-author");

        foreach (var id in new[] { screened, judged })
        {
            var refused = Assert.Single(await service.OutboxAsync(), m => m.MessageType.EndsWith(".ScreeningOverrideRefused", StringComparison.Ordinal) && m.Body.Contains(id, StringComparison.Ordinal));
            Assert.Equal("refused", Text(JsonDocument.Parse(refused.Body).RootElement.GetProperty("header"), "outcome"));
            Assert.Equal(0, await service.EventsAsync("ScreeningOverridden", id));
        }
        Assert.Equal("required", Text(await service.Dpo().GetAsync($"/v1/screenings/{screened}").JsonAsync(HttpStatusCode.OK), "result"));
    }

    [Fact]
    public async Task One_criterion_is_judged_with_reasons_and_only_once()
    {
        var id = await service.ScreenedAsync("C5");
        var url = $"/v1/screenings/{id}/judgement";
        await service.Analyst().PostIfMatchAsync(url, 1, new { required = false, reason = "" }).NamesFieldsAsync("reason");
        var judged = await service.Analyst().PostIfMatchAsync(url, 1, new { required = false, reason = "A magazine's mailing list, nothing else is known of the readers." }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(("notRequired", "judged"), (Text(judged, "result"), Text(judged.GetProperty("decisions")[1], "kind")));
        await service.Analyst().PostIfMatchAsync(url, 2, new { required = true, reason = "Changed my mind." }).IsProblemAsync(HttpStatusCode.Conflict, "not-open-to-judgement");
        Assert.Equal(1, await service.EventsAsync("ScreeningJudged", id));
    }

    [Fact]
    public async Task A_change_needs_the_current_version()
    {
        var id = await service.ScreenedAsync("C1 C2");
        await OverrideAsync(id, null, "notHighRisk").IsProblemAsync(HttpStatusCode.PreconditionRequired, "if-match-required");
        await OverrideAsync(id, 9, "notHighRisk").IsProblemAsync(HttpStatusCode.PreconditionFailed, "version-conflict");
        var statuses = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var response = await OverrideAsync(id, 1, "notHighRisk");
            return response.StatusCode;
        }));
        Assert.Single(statuses, HttpStatusCode.OK);
        Assert.Equal(1, await service.EventsAsync("ScreeningOverridden", id));
    }

    [Fact]
    public async Task An_override_without_a_reason_or_permission_is_refused()
    {
        var id = await service.ScreenedAsync("C1 C2");
        await service.Dpo().PostIfMatchAsync($"/v1/screenings/{id}/override", 1, new { ground = "notHighRisk", reason = " " }).NamesFieldsAsync("reason");
        await service.Dpo().PostIfMatchAsync($"/v1/screenings/{id}/override", 1, new { ground = "whim", reason = "r" }).NamesFieldsAsync("ground");
        await OverrideAsync(Guid.NewGuid().ToString(), 1, "notHighRisk").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
        using var forbidden = await service.Client("x", Permissions.DpiaRead, Permissions.DpiaWrite).PostIfMatchAsync($"/v1/screenings/{id}/override", 1, new { ground = "notHighRisk", reason = "r" });
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Theory]
    [InlineData("UPDATE screening_decisions SET result = 'NotRequired'")]
    [InlineData("DELETE FROM screening_decisions")]
    public async Task Results_can_not_be_changed_in_the_database(string sql)
    {
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => service.Database.ExecuteAsync(sql));
        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> OverrideAsync(string id, int? version, string ground) =>
        service.Dpo().PostIfMatchAsync($"/v1/screenings/{id}/override", version, new { ground, reason = "A pilot of five volunteers." });

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
