using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Dpia.Tests.Assessments;

namespace Governance.Dpia.Tests.Interchange;

public sealed class CnilTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    /// <summary>In the form of the CNIL tool's files, with fields that we know nothing of.</summary>
    private const string File = """
        {"pia":{"id":7,"status":0,"name":"Loyalty <b>card</b>","author_name":"A","evaluator_name":"E","validator_name":"V","dpo_status":0,"dpo_opinion":"","concerned_people_opinion":null,"category":"shop","is_example":0,
          "structure_data":{"sections":[1,2.50,1e3]},"created_at":"2024-01-02T03:04:05.678Z","updated_at":"2024-02-03T04:05:06.789Z","z-unknown":{"deep":[{"x":null}]}},
         "answers":[
          {"id":31,"pia_id":7,"reference_to":111,"data":{"text":"<p>Points &amp; tiers<script>alert(1)</script></p>","gauge":null,"list":[]},"created_at":"2024-01-02","updated_at":"2024-01-03"},
          {"id":32,"pia_id":7,"reference_to":"211","data":{"text":"Discounts é 漢","gauge":null,"list":[],"extra":true},"updated_at":"2024-01-03"},
          {"id":33,"pia_id":7,"reference_to":321,"data":{"text":null,"gauge":null,"list":["Embarrassment","Loss of money"]}},
          {"id":34,"pia_id":7,"reference_to":324,"data":{"text":null,"gauge":null,"list":["Encryption"]}},
          {"id":35,"pia_id":7,"reference_to":325,"data":{"text":"Quite","gauge":3,"list":[]}},
          {"id":36,"pia_id":7,"reference_to":326,"data":{"text":null,"gauge":0,"list":[]}},
          {"id":37,"pia_id":7,"reference_to":999,"data":{"text":"of a later format"}}],
         "measures":[{"id":5,"pia_id":7,"title":"Encryption","content":"<p>AES</p>","placeholder":"p","created_at":"2024-01-02"},{"id":9,"title":"","content":""}],
         "evaluations":[
          {"id":1,"pia_id":7,"status":3,"reference_to":"1.1","action_plan_comment":"","evaluation_comment":"Fine","evaluation_date":null,"gauges":{"x":0,"y":0},"estimated_implementation_date":"","person_in_charge":"","global_status":2},
          {"id":2,"status":1,"reference_to":"2.1.211","evaluation_comment":"Say why","global_status":1},
          {"id":3,"status":2,"reference_to":"3.1.5","action_plan_comment":"Rotate keys","estimated_implementation_date":"2027-05-01T00:00:00.000Z","person_in_charge":"Ida","global_status":0},
          {"id":4,"status":0,"reference_to":"3.2","gauges":{"x":2,"y":1},"global_status":0}],
         "comments":[{"id":1,"description":"Why?","reference_to":"111","for_measure":false},{"id":2,"description":"Since when?","reference_to":"5","for_measure":true}],
         "attachments":[{"id":1,"file":"data:image/png;base64,AAAA"}]}
        """;

    [Fact]
    public async Task A_file_comes_out_as_it_went_in()
    {
        var at = await ImportAsync();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File), await ExportAsync(at)), "The export differs from the file.");
        var revisions = await service.Analyst().GetAsync($"{at.Url}/answers/overview").JsonAsync(HttpStatusCode.OK);
        Assert.Equal("<p>Points &amp; tiers<script>alert(1)</script></p>", revisions.GetProperty("value").Text("text"));
        var risk = (await service.Analyst().GetAsync($"{at.Url}/risks").JsonAsync(HttpStatusCode.OK))[0];
        Assert.Equal((3, JsonValueKind.Null, 2, 1), (risk.GetProperty("severity").GetInt32(), risk.GetProperty("likelihood").ValueKind, risk.GetProperty("residual").GetProperty("severity").GetInt32(), risk.GetProperty("residual").GetProperty("likelihood").GetInt32()));
        Assert.Equal(3, (await service.Analyst().GetAsync($"{at.Url}/evaluations").JsonAsync(HttpStatusCode.OK)).GetArrayLength());
        Assert.Equal(2, (await service.Analyst().GetAsync($"{at.Url}/comments").JsonAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength());
        Assert.Equal(1, await service.EventsAsync("AssessmentOpened", at.Id));
    }

    [Fact]
    public async Task Only_what_was_edited_differs_and_the_export_imports_again()
    {
        var at = await (await ImportAsync()).ToAsync("draft");
        var author = service.Analyst();
        await at.AnswerAsync(author, "purposes", new { text = "Edited." });
        await at.AnswerAsync(author, "minimisation", new { text = "New." });
        var risk = (await author.GetAsync($"{at.Url}/risks").JsonAsync(HttpStatusCode.OK))[0];
        await author.SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/risks/{risk.Text("id")}", 1, new
        {
            title = risk.Text("title"), impacts = new[] { "Embarrassment", "Spam" }, threats = Array.Empty<string>(), sources = Array.Empty<string>(), controls = new[] { "Encryption" },
            severity = 3, likelihood = 2, residual = new { severity = 2, likelihood = 1, reason = "r" },
        }).JsonAsync(HttpStatusCode.OK);
        await author.PostAsJsonAsync($"{at.Url}/measures", new { title = "Training", description = "Yearly", state = "done" }).JsonAsync(HttpStatusCode.Created);
        await author.PostAsJsonAsync($"{at.Url}/comments", new { target = "purposes", text = "Better?" }).JsonAsync(HttpStatusCode.Created);

        var expected = JsonNode.Parse(File)!.AsObject();
        var answers = expected["answers"]!.AsArray();
        answers[1]!["data"]!["text"] = "Edited.";
        answers[2]!["data"]!["list"] = new JsonArray("Embarrassment", "Spam");
        answers[5]!["data"]!["gauge"] = 2;
        answers.Add(JsonNode.Parse("""{"pia_id":7,"reference_to":213,"data":{"text":"New.","gauge":null,"list":[]}}"""));
        expected["measures"]!.AsArray().Add(JsonNode.Parse("""{"pia_id":7,"id":10,"title":"Training","content":"Yearly","placeholder":""}"""));
        expected["comments"]!.AsArray().Add(JsonNode.Parse("""{"pia_id":7,"description":"Better?","reference_to":211,"for_measure":false}"""));
        var exported = await ExportAsync(at);
        Assert.Equal(WithoutTimes(expected).ToJsonString(), WithoutTimes(exported.DeepClone()).ToJsonString());

        var again = await ImportAsync(exported.ToJsonString());
        Assert.True(JsonNode.DeepEquals(exported, await ExportAsync(again)));
    }

    [Fact]
    public async Task An_assessment_of_our_own_becomes_a_file_that_imports()
    {
        var at = await (await Case.OpenAsync(service, template: "general")).ToAsync("approved");
        var exported = await ExportAsync(at);
        Assert.Equal((3, 18 + 18), (exported["pia"]!["status"]!.GetValue<int>(), exported["answers"]!.AsArray().Count + 3));
        var copy = await ImportAsync(exported.ToJsonString());
        Assert.Equal("An answer to purposes", (await service.Analyst().GetAsync($"{copy.Url}/answers/purposes").JsonAsync(HttpStatusCode.OK)).GetProperty("value").Text("text"));
        var tiny = await Case.OpenAsync(service);
        await service.Analyst().GetAsync($"{tiny.Url}/exports/cnil").IsProblemAsync(HttpStatusCode.Conflict, "other-template");
    }

    [Theory]
    [InlineData("[]", "body")]
    [InlineData("{}", "pia")]
    [InlineData("""{"pia":{"name":""}}""", "pia.name")]
    [InlineData("""{"pia":{"name":["x"]}}""", "pia.name")]
    [InlineData("""{"pia":{"name":"x"},"answers":{"a":1}}""", "answers")]
    [InlineData("""{"pia":{"name":"x"},"answers":[5]}""", "answers[0]")]
    [InlineData("""{"pia":{"name":"x"},"answers":[{"reference_to":"x","data":{}}]}""", "answers[0].reference_to")]
    [InlineData("""{"pia":{"name":"x"},"answers":[{"reference_to":111,"data":{"text":{"a":1}}}]}""", "answers[0].data.text")]
    [InlineData("""{"pia":{"name":"x"},"answers":[{"reference_to":111,"data":{"text":"a\u0000b"}}]}""", "answers[0].data.text")]
    [InlineData("""{"pia":{"name":"x"},"answers":[{"reference_to":111,"data":{"text":"\ud800"}}]}""", "answers[0].data.text")]
    [InlineData("""{"pia":{"name":"x"},"answers":[{"reference_to":325,"data":{"gauge":5}}]}""", "answers[0].data.gauge")]
    [InlineData("""{"pia":{"name":"x"},"answers":[{"reference_to":321,"data":{"list":["a",7]}}]}""", "answers[0].data.list[1]")]
    [InlineData("""{"pia":{"name":"x"},"measures":[{"title":"t"}]}""", "measures[0].id")]
    [InlineData("""{"pia":{"name":"x"},"measures":[{"id":1},{"id":"1"}]}""", "measures")]
    [InlineData("""{"pia":{"name":"x"},"evaluations":[{"reference_to":"1.1","status":9}]}""", "evaluations[0].status")]
    [InlineData("""{"pia":{"name":"x"},"comments":[{"reference_to":"111","description":5}]}""", "comments[0].description")]
    [InlineData("""{"pia":{"name":"x"},"comments":[{"reference_to":"111","for_measure":"yes"}]}""", "comments[0].for_measure")]
    public async Task A_file_that_is_not_of_the_form_is_refused_and_names_the_field(string file, string field)
    {
        var before = await CountAsync();
        await PostAsync(file).NamesFieldsAsync(field);
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task Bombs_are_refused_and_change_nothing()
    {
        var before = await CountAsync();
        string[] bombs =
        [
            string.Concat(Enumerable.Repeat("{\"pia\":", 5_000)) + "1" + new string('}', 5_000),
            $$$"""{"pia":{"name":"x"},"deep":{{{new string('[', 100)}}}{{{new string(']', 100)}}}}""",
            $$$"""{"pia":{"name":"x"},"answers":[{{{string.Join(',', Enumerable.Repeat("{}", 1_001))}}}]}""",
            $$$"""{"pia":{"name":"x"},"answers":[{"reference_to":111,"data":{"text":"{{{new string('a', 1_000_000)}}}"}}]}""",
            $$$"""{"pia":{"name":"{{{new string('a', 5 * 1024 * 1024)}}}"}}""",
            """{"pia":{"name":"x"},"pia":{"name":"y"}}""",
            "{\"pia\":",
            "",
        ];
        foreach (var bomb in bombs)
        {
            using var response = await PostAsync(bomb);
            Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"{response.StatusCode} for {bomb[..Math.Min(60, bomb.Length)]}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
        Assert.Equal(before, await CountAsync());
    }

    private async Task<Case> ImportAsync(string file = File) => new(service, (await PostAsync(file).JsonAsync(HttpStatusCode.Created)).Text("id"));

    private Task<HttpResponseMessage> PostAsync(string file) => service.Analyst().PostAsync("/v1/assessments/imports/cnil", new StringContent(file, Encoding.UTF8, "application/json"));

    private async Task<JsonNode> ExportAsync(Case at) => JsonNode.Parse(await service.Analyst().GetStringAsync($"{at.Url}/exports/cnil"))!;

    private Task<long> CountAsync() => service.Database.ScalarAsync<long>("SELECT (SELECT count(*) FROM assessments) + (SELECT count(*) FROM revisions) + (SELECT count(*) FROM comments) + (SELECT count(*) FROM outbox WHERE message_type LIKE '%AssessmentOpened')");

    private static JsonNode WithoutTimes(JsonNode node)
    {
        if (node is JsonObject o)
        {
            o.Remove("created_at");
            o.Remove("updated_at");
            foreach (var (_, child) in o.ToList().Where(c => c.Value is not null))
                WithoutTimes(child!);
        }
        else if (node is JsonArray a)
        {
            foreach (var child in a.Where(c => c is not null))
                WithoutTimes(child!);
        }
        return node;
    }
}
