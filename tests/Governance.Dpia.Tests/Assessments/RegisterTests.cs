using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Governance.Dpia.Tests.Assessments;

/// <summary>The register as the portal reads it: filtered, sorted and paged by the service.</summary>
public sealed class RegisterTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    [Fact]
    public async Task It_is_filtered_by_state_owner_risk_and_title()
    {
        var mark = Guid.NewGuid().ToString("N");
        var draft = await OpenAsync($"Draft {mark}", "anna");
        await draft.ToAsync("draft");
        var rated = await OpenAsync($"RATED {mark}", "ben", responsible: "carla");
        await (await rated.ToAsync("draft")).CompleteAsync(4, 4, "ben");
        var archived = await OpenAsync($"Archived {mark}", "anna");
        await archived.StepAsync(service.Approver(), "archival", new { text = "Not needed." });

        Assert.Equal([draft.Id, rated.Id, archived.Id], await IdsAsync($"title={mark}"));
        Assert.Equal([draft.Id, rated.Id], await IdsAsync($"title={mark}&open=true"));
        Assert.Equal([archived.Id], await IdsAsync($"title={mark}&open=false"));
        Assert.Equal([draft.Id, archived.Id], await IdsAsync($"title={mark}&responsible=anna"));
        Assert.Equal([rated.Id], await IdsAsync($"title={mark}&responsible=me", service.Analyst("carla")));
        Assert.Equal([rated.Id], await IdsAsync($"title=rated%20{mark}"));
        Assert.Empty(await IdsAsync($"title=_%25{mark}"));
        Assert.Equal([rated.Id], await IdsAsync($"title={mark}&risk=high"));
        Assert.Equal([draft.Id, archived.Id], await IdsAsync($"title={mark}&risk=none"));
        Assert.Empty(await IdsAsync($"title={mark}&risk=low,medium"));
        Assert.Equal([draft.Id, rated.Id], await IdsAsync($"title={mark}&state=draft,approved"));
        foreach (var (field, wrong) in new[] { ("state", "sleeping"), ("risk", "huge"), ("sort", "colour"), ("after", Guid.NewGuid().ToString()) })
            await service.Analyst().GetAsync($"/v1/assessments?{field}={wrong}").NamesFieldsAsync(field);
    }

    [Theory]
    [InlineData(1, 1, 0, 0, "low")]
    [InlineData(3, 2, 0, 0, "medium")]
    [InlineData(4, 4, 0, 0, "high")]
    [InlineData(4, 4, 2, 0, "medium")]
    [InlineData(4, 4, 3, 2, "low")]
    [InlineData(1, 4, 3, 1, "medium")]
    public async Task Its_risk_is_the_one_that_the_assessment_says(int severity, int likelihood, int lowersSeverity, int lowersLikelihood, string level)
    {
        var mark = Guid.NewGuid().ToString("N");
        var at = await (await OpenAsync(mark, "anna")).ToAsync("draft");
        await at.CompleteAsync(severity, likelihood, "anna");
        var risk = (await service.Analyst().GetAsync($"{at.Url}/risks").JsonAsync(HttpStatusCode.OK))[0].Text("id");
        foreach (var state in new[] { "planned", "dropped" })
        {
            var (s, l) = state == "planned" ? (lowersSeverity, lowersLikelihood) : (3, 3);
            await service.Analyst().PostAsJsonAsync($"{at.Url}/measures", new { title = "Lock", description = "", state, riskIds = new[] { risk }, lowersSeverity = s, lowersLikelihood = l }).JsonAsync(HttpStatusCode.Created);
        }
        Assert.Equal(level, (await service.Analyst().GetAsync($"{at.Url}/progress").JsonAsync(HttpStatusCode.OK)).Text("highestResidual"));
        Assert.Equal(level, (await OneAsync(mark)).Text("highestResidual"));
    }

    [Theory]
    [InlineData("title")]
    [InlineData("opened")]
    [InlineData("updatedAt")]
    [InlineData("reviewOn")]
    [InlineData("risk")]
    public async Task Pages_of_any_order_give_every_assessment_once(string sort)
    {
        var mark = Guid.NewGuid().ToString("N");
        foreach (var title in new[] { "b", "a", "c", "a", "b" })
            await (await OpenAsync($"{title} {mark}", "anna")).ToAsync("draft");
        var (expected, paged, after) = (await IdsAsync($"title={mark}&sort={sort}"), new List<string>(), "");
        do
        {
            var page = await service.Analyst().GetAsync($"/v1/assessments?title={mark}&sort={sort}&limit=2{after}").JsonAsync(HttpStatusCode.OK);
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(a => a.Text("id")));
            after = page.GetProperty("next").ValueKind == JsonValueKind.String ? $"&after={page.Text("next")}" : "";
        }
        while (after.Length > 0);
        Assert.Equal(5, paged.Distinct().Count());
        Assert.Equal(expected, paged);
    }

    [Fact]
    public async Task It_says_what_is_awaited_and_of_whom()
    {
        var mark = Guid.NewGuid().ToString("N");
        var at = await OpenAsync(mark, "anna");
        var anna = service.Analyst("anna");
        await WaitsAsync("beginning", "anna");
        await at.ToAsync("draft");
        await WaitsAsync("writing", "anna");
        await at.ToAsync("dpoReview");
        await WaitsAsync("advice", "dpo-1");
        await at.StepAsync(service.Dpo(), "advice", new { opinion = "favourable", text = "Good." });
        await WaitsAsync("views", "anna");
        await at.StepAsync(anna, "views", new { sought = false, text = "Asked before." });
        await WaitsAsync("acceptanceRequest", "anna");
        await at.ToAsync("riskAcceptance");
        await WaitsAsync("acceptance", "owner-1");
        await at.StepAsync(service.Owner(), "risk-acceptance", new { accepted = true, text = "Fine." });
        // Not of the DPO, who may approve but gave the advice; nor of an author.
        await WaitsAsync("approval", "approver-1");
        Assert.Empty(await IdsAsync($"title={mark}&waitingForMe=true", service.Client("analyst-1", "dpia:read", "dpia:approve")));
        await at.ApproveAsync();
        await WaitsAsync("monitoring", "anna");

        async Task WaitsAsync(string awaits, string of)
        {
            Assert.Equal(awaits, (await OneAsync(mark)).Text("awaits"));
            Assert.Equal([at.Id], await IdsAsync($"title={mark}&waitingForMe=true", As(of)));
            foreach (var other in new[] { "anna", "dpo-1", "owner-1", "approver-1" }.Except([of]))
                Assert.Empty(await IdsAsync($"title={mark}&waitingForMe=true", As(other)));
        }

        HttpClient As(string id) => id switch { "dpo-1" => service.Dpo(), "owner-1" => service.Owner(), "approver-1" => service.Approver(), _ => service.Analyst(id) };
    }

    [Fact]
    public async Task A_task_in_a_list_says_what_it_belongs_to()
    {
        var mark = Guid.NewGuid().ToString("N");
        var at = await OpenAsync(mark, "anna");
        await service.Analyst().PostAsJsonAsync($"{at.Url}/tasks", new { kind = "review", assigneeId = $"somebody-{mark}", dueOn = "2031-01-01", note = "Please read." }).JsonAsync(HttpStatusCode.Created);
        var tasks = await service.Analyst().GetAsync($"/v1/tasks?assignee=somebody-{mark}").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(mark, Assert.Single(tasks.GetProperty("items").EnumerateArray()).Text("assessmentTitle"));
    }

    private async Task<Case> OpenAsync(string title, string by, string? responsible = null)
    {
        await Case.PublishTinyAsync(service);
        var opened = await service.Analyst(by).PostAsJsonAsync("/v1/assessments", new { title, description = "Test.", template = Case.Tiny, responsibleId = responsible }).JsonAsync(HttpStatusCode.Created);
        return new Case(service, opened.Text("id"));
    }

    private async Task<List<string>> IdsAsync(string query, HttpClient? who = null) =>
        [.. (await (who ?? service.Analyst()).GetAsync($"/v1/assessments?{query}").JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(a => a.Text("id"))];

    private async Task<JsonElement> OneAsync(string title) =>
        Assert.Single((await service.Analyst().GetAsync($"/v1/assessments?title={title}").JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray());
}
