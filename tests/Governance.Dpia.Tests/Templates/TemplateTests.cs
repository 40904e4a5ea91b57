using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Governance.Contracts;
using Governance.Dpia.Templates;

namespace Governance.Dpia.Tests.Templates;

public sealed class TemplateTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    private const string Good = """
        {"title":"T","kind":"dpia","language":"en","source":"S","sections":[{"id":"a","title":"A","questions":[
          {"id":"q1","kind":"choice","title":"Q1","choices":[{"code":"yes","text":"Yes"},{"code":"no","text":"No"}]},
          {"id":"q2","kind":"gauge","title":"Q2","gauge":4,"when":{"question":"q1","is":["yes"]}},
          {"id":"q3","kind":"text","title":"Q3","when":{"all":[{"question":"q2","atLeast":3},{"not":{"question":"q1","is":["no"]}}]}}]},
         {"id":"b","title":"B","when":{"any":[{"question":"q3"}]},"questions":[{"id":"q4","kind":"table","title":"Q4","columns":[{"code":"c","text":"C"}]}]}]}
        """;

    [Fact]
    public void Built_in_templates_satisfy_the_rules_and_cover_what_they_are_for()
    {
        Assert.Equal(["ai-system", "general", "ico", "legitimate-interest", "transfer"], BuiltInTemplates.All.Select(t => t.Template.Code));
        Assert.All(BuiltInTemplates.All, t => Assert.Empty(TemplateRules.Check(t.Template)));
        var general = BuiltInTemplates.All.Single(t => t.Template.Code == "general").Template;
        int[] cnil = [111, 112, 113, 121, 122, 123, 211, 212, 213, 214, 215, 221, 222, 223, 224, 225, 226, 227];
        Assert.Equal(cnil, general.Questions.Where(q => q.Cnil is not null).Select(q => q.Cnil!.Value).Order());
        Assert.All(BuiltInTemplates.All.Where(t => t.Template.Kind == TemplateKind.Dpia), t =>
            Assert.Subset(t.Template.Sections.Select(s => s.FearedEvent).ToHashSet(), new HashSet<string?> { "illegitimate-access", "unwanted-modification", "disappearance" }));
    }

    [Fact]
    public async Task An_own_template_is_published_in_versions_that_never_change()
    {
        var code = $"own-{Guid.NewGuid():N}";
        var first = await PublishAsync(code, Good).JsonAsync(HttpStatusCode.Created);
        var second = await PublishAsync(code, Good.Replace("\"T\"", "\"T2\"", StringComparison.Ordinal)).JsonAsync(HttpStatusCode.Created);
        Assert.Equal((1, 2), (first.GetProperty("version").GetInt32(), second.GetProperty("version").GetInt32()));
        Assert.NotEqual(first.Text("hash"), second.Text("hash"));
        Assert.Equal("T", (await service.Analyst().GetAsync($"/v1/templates/{code}/versions/1").JsonAsync(HttpStatusCode.OK)).Text("title"));
        Assert.Equal("T2", (await service.Analyst().GetAsync($"/v1/templates/{code}").JsonAsync(HttpStatusCode.OK)).Text("title"));
        Assert.Equal(1, await service.EventsAsync("TemplatePublished", second.Text("hash")));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => service.Database.ExecuteAsync($"UPDATE templates SET title = 'x' WHERE code = '{code}'"));
    }

    [Theory]
    [InlineData("\"is\":[\"yes\"]}}", "\"is\":[\"yes\"]}},{\"id\":\"q1\",\"kind\":\"text\",\"title\":\"Again\"}", "sections[0].questions[2].id")]
    [InlineData("\"id\":\"b\"", "\"id\":\"a\"", "sections[1].id")]
    [InlineData("\"code\":\"no\"", "\"code\":\"yes\"", "sections[0].questions[0].choices[1].code", "sections[0].questions[2].when.all[1].not.is")]
    [InlineData("{\"question\":\"q2\",\"atLeast\":3}", "{\"question\":\"gone\"}", "sections[0].questions[2].when.all[0].question")]
    [InlineData("\"is\":[\"yes\"]", "\"is\":[\"maybe\"]", "sections[0].questions[1].when.is")]
    [InlineData("\"atLeast\":3", "\"atLeast\":9", "sections[0].questions[2].when.all[0].atLeast")]
    [InlineData("\"gauge\":4", "\"gauge\":99", "sections[0].questions[1].gauge")]
    [InlineData("{\"any\":[{\"question\":\"q3\"}]}", "{}", "sections[1].when")]
    [InlineData("{\"any\":[{\"question\":\"q3\"}]}", "{\"any\":[null]}", "sections[1].when.any[0]")]
    [InlineData("\"id\":\"q4\"", "\"id\":\"<script>\"", "sections[1].questions[0].id")]
    // Cycles: through another question, through its own section, to itself.
    [InlineData("{\"question\":\"q1\",\"is\":[\"yes\"]}}", "{\"question\":\"q3\"}}", "sections[0].questions[2].when")]
    [InlineData("{\"any\":[{\"question\":\"q3\"}]}", "{\"question\":\"q4\"}", "sections[1].when")]
    [InlineData("{\"question\":\"q1\",\"is\":[\"yes\"]}}", "{\"question\":\"q2\"}}", "sections[0].questions[1].when")]
    public async Task A_template_that_is_not_sound_is_refused_and_names_the_place(string replace, string with, params string[] fields)
    {
        var code = $"bad-{Guid.NewGuid():N}";
        var bad = Good.Replace(replace, with, StringComparison.Ordinal);
        Assert.NotEqual(Good, bad);
        await PublishAsync(code, bad).NamesFieldsAsync(fields);
        await service.Analyst().GetAsync($"/v1/templates/{code}").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Built_in_codes_and_callers_without_permission_are_refused()
    {
        await PublishAsync("general", Good).IsProblemAsync(HttpStatusCode.Conflict, "built-in-template");
        await PublishAsync("General", Good).NamesFieldsAsync("code");
        using var forbidden = await service.Analyst().PostAsJsonAsync("/v1/templates/mine/versions", JsonNode.Parse(Good));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        var codes = (await service.Client("x", Permissions.DpiaRead).GetAsync("/v1/templates?limit=500").JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(t => t.Text("code")).ToList();
        Assert.Subset(codes.ToHashSet(), new HashSet<string> { "ai-system", "general", "ico", "legitimate-interest", "transfer" });
        Assert.Equal(codes.Order(StringComparer.Ordinal), codes);
    }

    private Task<HttpResponseMessage> PublishAsync(string code, string json) => service.Dpo().PostAsJsonAsync($"/v1/templates/{code}/versions", JsonNode.Parse(json));
}
