using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Governance.Dpia.Tests.Assessments;

namespace Governance.Dpia.Tests.Versions;

public sealed class VersionTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    [Fact]
    public async Task An_approved_version_is_signed_hashed_announced_and_never_changes()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("approved");
        var version = Assert.Single((await service.Analyst().GetAsync($"{at.Url}/versions").JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray());
        Assert.Equal((1, "approver-1", "Read and approved."), (version.GetProperty("number").GetInt32(), version.Text("signedBy"), version.Text("statement")));
        var bytes = await service.Analyst().GetByteArrayAsync($"{at.Url}/versions/1");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), version.Text("documentHash"));
        Assert.Equal(1, await service.EventsAsync("AssessmentApproved", version.Text("documentHash")));
        foreach (var change in new[] { "UPDATE assessment_versions SET statement = 'x'", "DELETE FROM assessment_versions", "TRUNCATE assessment_versions", "UPDATE assessment_decisions SET text = 'x'", "DELETE FROM revisions" })
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => service.Database.ExecuteAsync(change));
    }

    [Fact]
    public async Task Two_versions_are_compared_answer_by_answer()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("reviewDue");
        await at.StepAsync(service.Analyst(), "reopening", new { });
        Assert.Equal(2, (await at.ReadAsync()).GetProperty("round").GetInt32());
        await at.AnswerAsync(service.Analyst("analyst-2"), "purpose", new { text = "A new purpose." });
        var risk = (await service.Analyst().GetAsync($"{at.Url}/risks").JsonAsync(HttpStatusCode.OK))[0];
        await service.Analyst().PostAsJsonAsync($"{at.Url}/measures", new { title = "Train", description = "", state = "done", riskIds = new[] { risk.Text("id") }, lowersSeverity = 1 }).JsonAsync(HttpStatusCode.Created);

        var open = await service.Analyst().GetAsync($"{at.Url}/comparison?from=1").JsonAsync(HttpStatusCode.OK);
        var answer = Assert.Single(open.GetProperty("answers").EnumerateArray());
        Assert.Equal(("purpose", "changed", "An answer to purpose", "A new purpose."), (answer.Text("questionId"), answer.Text("change"), answer.GetProperty("before").Text("text"), answer.GetProperty("after").Text("text")));
        Assert.Equal("Train", Assert.Single(open.GetProperty("measures").EnumerateArray()).GetProperty("after").Text("title"));
        Assert.Equal(1, Assert.Single(open.GetProperty("risks").EnumerateArray()).GetProperty("ratingAfter").GetProperty("severity").GetInt32());

        await at.ToAsync("approved");
        var approved = await service.Analyst().GetAsync($"{at.Url}/comparison?from=1&to=2").JsonAsync(HttpStatusCode.OK);
        Assert.Equal("A new purpose.", Assert.Single(approved.GetProperty("answers").EnumerateArray()).GetProperty("after").Text("text"));
        Assert.Empty((await service.Analyst().GetAsync($"{at.Url}/comparison?from=2").JsonAsync(HttpStatusCode.OK)).GetProperty("answers").EnumerateArray());
        await service.Analyst().GetAsync($"{at.Url}/comparison?from=3").NamesFieldsAsync("from");
        await service.Analyst().GetAsync($"{at.Url}/comparison?from=1&to=9").NamesFieldsAsync("to");
    }

    [Fact]
    public async Task A_clone_begins_with_the_content_and_its_author_cannot_approve_it()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("approved");
        var clone = await service.Analyst("cloner").PostAsJsonAsync($"{at.Url}/clones", new { title = "Loyalty, Norway", description = "The same in Norway." }).JsonAsync(HttpStatusCode.Created);
        Assert.Equal(("screening", at.Id, 0), (clone.Text("state"), clone.Text("clonedFrom"), clone.GetProperty("approvedVersions").GetInt32()));
        var copy = new Case(service, clone.Text("id"));
        Assert.Equal("An answer to purpose", (await service.Analyst().GetAsync($"{copy.Url}/answers/purpose").JsonAsync(HttpStatusCode.OK)).GetProperty("value").Text("text"));
        Assert.Equal(100, (await service.Analyst().GetAsync($"{copy.Url}/progress").JsonAsync(HttpStatusCode.OK)).GetProperty("percent").GetInt32());
        await copy.ToAsync("riskAcceptance");
        await copy.StepAsync(service.Owner(), "risk-acceptance", new { accepted = true, text = "Fine." });
        await copy.TryAsync(service.Approver("cloner"), "approval", new { documentHash = await copy.HashAsync(), statement = "Yes." }).IsProblemAsync(HttpStatusCode.Forbidden, "approver-is-author");
    }
}
