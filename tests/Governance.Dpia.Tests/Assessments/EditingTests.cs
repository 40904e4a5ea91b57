using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Governance.Dpia.Tests.Assessments;

/// <summary>Two people in one section, and what must not get in.</summary>
public sealed class EditingTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    [Fact]
    public async Task Two_people_editing_one_answer_never_lose_text()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("draft");
        var url = $"{at.Url}/answers/purpose";
        var (anna, ben) = (service.Analyst("anna"), service.Analyst("ben"));
        await anna.SendIfMatchAsync(HttpMethod.Put, url, 0, new { text = "Anna's first." }).JsonAsync(HttpStatusCode.OK);
        await anna.SendIfMatchAsync(HttpMethod.Put, url, 1, new { text = "Anna's second." }).JsonAsync(HttpStatusCode.OK);
        var conflict = await ben.SendIfMatchAsync(HttpMethod.Put, url, 1, new { text = "Ben's." }).JsonAsync(HttpStatusCode.PreconditionFailed);

        Assert.Equal("Anna's second.", conflict.GetProperty("current").GetProperty("value").Text("text"));
        var kept = conflict.GetProperty("kept");
        Assert.Equal(("Ben's.", "ben", 2), (kept.GetProperty("content").Text("text"), kept.Text("by"), kept.GetProperty("cameAfter").GetInt32()));
        Assert.Equal("Anna's second.", (await ben.GetAsync(url).JsonAsync(HttpStatusCode.OK)).GetProperty("value").Text("text"));

        var late = await ben.GetAsync($"{at.Url}/revisions?late=true").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(kept.Text("id"), Assert.Single(late.GetProperty("items").EnumerateArray()).Text("id"));
        var restored = await ben.SendIfMatchAsync(HttpMethod.Post, $"{at.Url}/revisions/{kept.Text("id")}/restoration", 2).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(("Ben's.", 3), (restored.GetProperty("value").Text("text"), restored.GetProperty("version").GetInt32()));
        var all = await ben.GetAsync($"{at.Url}/revisions?part=answer&partId=purpose").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(["Anna's first.", "Anna's second.", "Ben's.", "Ben's."], all.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("content").Text("text")));
    }

    [Fact]
    public async Task Many_who_write_at_once_under_one_etag_all_find_their_text_again()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("draft");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            using var response = await service.Analyst($"writer-{i}").SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/answers/purpose", 0, new { text = $"Text {i}" });
            return response.StatusCode;
        }));
        Assert.Equal((1, 11), (answers.Count(s => s == HttpStatusCode.OK), answers.Count(s => s == HttpStatusCode.PreconditionFailed)));
        var revisions = (await service.Analyst().GetAsync($"{at.Url}/revisions?partId=purpose").JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"Text {i}").Order(), revisions.Select(r => r.GetProperty("content").Text("text")).Order());
        Assert.Single(revisions, r => r.GetProperty("number").ValueKind == JsonValueKind.Number);
    }

    [Fact]
    public async Task Late_edits_of_risks_and_measures_are_kept_too()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("draft");
        await at.CompleteAsync();
        var author = service.Analyst();
        var risk = (await author.GetAsync($"{at.Url}/risks").JsonAsync(HttpStatusCode.OK))[0];
        var body = new { title = "Late risk", impacts = new[] { "i" }, threats = new[] { "t" }, sources = new[] { "s" } };
        var conflict = await author.SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/risks/{risk.Text("id")}", 1, body).JsonAsync(HttpStatusCode.PreconditionFailed);
        Assert.Equal("Late risk", conflict.GetProperty("kept").GetProperty("content").Text("title"));
        var measure = (await author.GetAsync($"{at.Url}/measures").JsonAsync(HttpStatusCode.OK))[0];
        await author.SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/measures/{measure.Text("id")}", 9, new { title = "Late measure", description = "d" }).IsProblemAsync(HttpStatusCode.PreconditionFailed, "edit-conflict");
        Assert.Equal(2, (await author.GetAsync($"{at.Url}/revisions?late=true").JsonAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Nothing_is_written_once_it_is_submitted()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("dpoReview");
        var author = service.Analyst();
        await author.SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/answers/purpose", 1, new { text = "Changed." }).IsProblemAsync(HttpStatusCode.Conflict, "not-editable");
        await author.PostAsJsonAsync($"{at.Url}/measures", new { title = "m", description = "" }).IsProblemAsync(HttpStatusCode.Conflict, "not-editable");
        await author.PostAsJsonAsync($"{at.Url}/risks", new { title = "r", impacts = Array.Empty<string>(), threats = Array.Empty<string>(), sources = Array.Empty<string>() }).IsProblemAsync(HttpStatusCode.Conflict, "not-editable");
        Assert.Equal("An answer to purpose", (await author.GetAsync($"{at.Url}/answers/purpose").JsonAsync(HttpStatusCode.OK)).GetProperty("value").Text("text"));
    }

    [Fact]
    public async Task Bad_answers_are_refused_and_name_the_field()
    {
        var at = await (await Case.OpenAsync(service, template: "general")).ToAsync("draft");
        await Put("nowhere", new { text = "x" }).IsProblemAsync(HttpStatusCode.NotFound, "not-found");
        await Put("purposes", new { choices = new[] { "a" } }).NamesFieldsAsync("choices");
        await Put("purposes", new { text = new string('a', 20_001) }).NamesFieldsAsync("text");
        await Put("purposes", new { text = "a", author = "somebody else" }).NamesFieldsAsync("author");
        await Put("legal-basis-code", new { choices = new[] { "consent", "magic" } }).NamesFieldsAsync("choices[1]");
        await Put("legal-basis-code", new { choices = new[] { "consent", "consent" } }).NamesFieldsAsync("choices");
        await Put("automated-decisions", new { choices = new[] { "no", "automated" } }).NamesFieldsAsync("choices");
        await Put("inventory", new { inventory = new[] { new { dataStoreId = Guid.NewGuid() } } }).NamesFieldsAsync("inventory[0].dataStoreId");
        using var large = await Put("purposes", new { text = new string('a', 5 * 1024 * 1024) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var nul = await service.Analyst().SendAsync(Raw("purposes", "{\"text\":\"a\\u0000b\"}"));
        Assert.Equal(HttpStatusCode.BadRequest, nul.StatusCode);
        using var deep = await service.Analyst().SendAsync(Raw("purposes", string.Concat(Enumerable.Repeat("{\"text\":", 200)) + "1" + new string('}', 200)));
        Assert.Equal(HttpStatusCode.BadRequest, deep.StatusCode);
        Assert.Empty((await service.Analyst().GetAsync($"{at.Url}/revisions?part=answer").JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray());

        Task<HttpResponseMessage> Put(string question, object value) => service.Analyst().SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/answers/{question}", 0, value);

        HttpRequestMessage Raw(string question, string json)
        {
            var request = new HttpRequestMessage(HttpMethod.Put, $"{at.Url}/answers/{question}") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
            request.Headers.IfMatch.Add(new("\"0\""));
            return request;
        }
    }

    [Fact]
    public async Task Inventory_answers_point_at_what_the_map_holds()
    {
        var store = Guid.NewGuid();
        service.Inventory.Confirm(store, FakeInventory.Table("member", 10, "customer", ("email", "user.contact.email")));
        var at = await (await Case.OpenAsync(service, template: "general", stores: [store])).ToAsync("draft");
        var map = Assert.Single((await at.ReadAsync()).GetProperty("maps").EnumerateArray());
        Assert.Equal((1, 64), (map.GetProperty("mapVersion").GetInt32(), map.Text("mapHash").Length));
        await Put(new { dataStoreId = store, schema = "public", table = "nothing" }).NamesFieldsAsync("inventory[0].table");
        await Put(new { dataStoreId = store, schema = "public", table = "member", column = "nothing" }).NamesFieldsAsync("inventory[0].column");
        await Put(new { dataStoreId = store, schema = "public", table = "member", column = "email" }).JsonAsync(HttpStatusCode.OK);
        await service.Analyst().PostAsJsonAsync("/v1/assessments", new { title = "t", description = "d", dataStoreIds = new[] { Guid.NewGuid() } }).NamesFieldsAsync("dataStoreIds[0]");

        Task<HttpResponseMessage> Put(object reference) => service.Analyst().SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/answers/inventory", 0, new { inventory = new[] { reference } });
    }

    [Fact]
    public async Task Completeness_follows_the_conditions()
    {
        var at = await (await Case.OpenAsync(service, template: "general")).ToAsync("draft");
        var before = await Section(at, "2.1");
        await at.AnswerAsync(service.Analyst(), "legal-basis-code", new { choices = new[] { "legitimate-interest" } });
        var after = await Section(at, "2.1");
        Assert.Equal((6, 0, 7, 1), (before.GetProperty("required").GetInt32(), before.GetProperty("done").GetInt32(), after.GetProperty("required").GetInt32(), after.GetProperty("done").GetInt32()));
        Assert.Contains("answers.legitimate-interest-test", after.GetProperty("missing").EnumerateArray().Select(m => m.GetString()));
    }

    private async Task<JsonElement> Section(Case at, string id) =>
        (await service.Analyst().GetAsync($"{at.Url}/progress").JsonAsync(HttpStatusCode.OK)).GetProperty("sections").EnumerateArray().Single(s => s.Text("sectionId") == id);
}
