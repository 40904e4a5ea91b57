using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts;

namespace Governance.Dpia.Tests.Screenings;

public sealed class ScreenTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    [Theory]
    [InlineData("EU", "C4 C5 C7", "required", 4)]
    [InlineData("EU", "C3 C7", "required", 4)]
    [InlineData("EU", "C1 C2 C4 C9", "required", 4)]
    [InlineData("DE", "C5", "judgement", 4)]
    [InlineData("EU", "C1", "judgement", 4)]
    [InlineData("GB", "C8", "judgement", 4)]
    [InlineData("EU", "", "notRequired", 4)]
    [InlineData("GB", "uk-targeting", "required", 3)]
    [InlineData("FR", "art35-3-c", "required", 2)]
    [InlineData("EU", "exempt-law art35-3-c C1 C2", "notRequired", 1)]
    public async Task A_screening_keeps_its_result_reasons_and_answers(string jurisdiction, string yes, string result, int step)
    {
        using var posted = await service.Analyst().PostAsJsonAsync("/v1/screenings", DpiaFixture.Body(yes, jurisdiction));
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        var read = await service.Analyst().GetAsync(posted.Headers.Location).JsonAsync(HttpStatusCode.OK);

        Assert.Equal((result, step, "analyst-1", "\"1\""), (Text(read, "result"), read.GetProperty("step").GetInt32(), Text(read, "screenedBy"), posted.Headers.ETag?.Tag));
        Assert.Equal(yes.Split(' ').Where(c => c.StartsWith('C')), read.GetProperty("criteria").EnumerateArray().Select(c => c.GetString()));
        Assert.All(read.GetProperty("reasons").EnumerateArray(), r => Assert.False(string.IsNullOrEmpty(Text(r, "source"))));
        Assert.All(read.GetProperty("answers").EnumerateArray(), a => Assert.Equal("Interview with marketing", Text(a, "source")));
        Assert.Equal(("evaluated", result), (Text(read.GetProperty("decisions")[0], "kind"), Text(read.GetProperty("decisions")[0], "result")));
        Assert.Equal(1, await service.EventsAsync("ScreeningCompleted", Text(read, "id")!));
    }

    [Fact]
    public async Task Every_question_left_open_is_named_and_nothing_is_kept()
    {
        var before = await CountAsync();
        var body = new { title = "List", description = "A magazine.", jurisdiction = "EU", answers = new[] { new { code = "C5", yes = true, source = "Map" }, new { code = "C6", yes = false, source = "Map" } } };
        await service.Analyst().PostAsJsonAsync("/v1/screenings", body).NamesFieldsAsync(
            "answers.art35-3-a", "answers.art35-3-b", "answers.art35-3-c", "answers.listed-by-authority", "answers.C1", "answers.C2", "answers.C3", "answers.C4", "answers.C7", "answers.C8", "answers.C9");
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task Bad_fields_are_named()
    {
        var one = new { code = "art35-3-a", yes = true, source = "Map" };
        await PostAsync(new { title = "", description = " ", jurisdiction = "Europe", answers = new[] { one } }).NamesFieldsAsync("title", "description", "jurisdiction");
        await PostAsync(new { title = "t", description = "d", jurisdiction = "ZZ", answers = new[] { one } }).NamesFieldsAsync("jurisdiction");
        await PostAsync(new { title = "t", description = "d", jurisdiction = "EU", answers = new[] { one, one } }).NamesFieldsAsync("answers");
        await PostAsync(new { title = "t", description = "d", jurisdiction = "EU", answers = new[] { one, one with { code = "'; DROP TABLE screenings; --" } } }).NamesFieldsAsync("answers[1].code");
        await PostAsync(new { title = "t", description = "d", jurisdiction = "EU", answers = new[] { one with { source = "" } } }).NamesFieldsAsync("answers[0].source");
        await PostAsync(new { title = "t", description = "d", jurisdiction = "EU", answers = new object?[] { null } }).NamesFieldsAsync("answers[0]");
        await PostAsync(new { title = "t", description = "d", jurisdiction = "EU" }).NamesFieldsAsync("answers");
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_screens_once()
    {
        var key = Guid.NewGuid().ToString();
        var first = await service.Analyst().PostWithKeyAsync("/v1/screenings", key, DpiaFixture.Body("C1")).JsonAsync(HttpStatusCode.Created);
        var before = await CountAsync();
        var second = await service.Analyst().PostWithKeyAsync("/v1/screenings", key, DpiaFixture.Body("C1")).JsonAsync(HttpStatusCode.Created);
        Assert.Equal((Text(first, "id"), before), (Text(second, "id"), await CountAsync()));
    }

    [Fact]
    public async Task The_list_is_paged_and_filtered_by_result()
    {
        var ids = new[] { await service.ScreenedAsync("exempt-list"), await service.ScreenedAsync("exempt-list"), await service.ScreenedAsync("C1 C2") };
        var seen = new List<string?>();
        string? after = null;
        do
        {
            var page = await service.Analyst().GetAsync($"/v1/screenings?result=notRequired&limit=1{(after is null ? "" : $"&after={after}")}").JsonAsync(HttpStatusCode.OK);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(s => Text(s, "id")));
            after = Text(page, "next");
        }
        while (after is not null);
        Assert.Subset(seen.ToHashSet(), ids.Take(2).ToHashSet<string?>());
        Assert.DoesNotContain(ids[2], seen);
        await service.Analyst().GetAsync("/v1/screenings?result=maybe").NamesFieldsAsync("result");
    }

    [Theory]
    [InlineData("", "eu-2018-05-25", 16)]
    [InlineData("?jurisdiction=DE", "eu-2018-05-25", 16)]
    [InlineData("?jurisdiction=GB", "gb-2021-01-01", 25)]
    public async Task The_questions_are_listed_with_their_sources(string query, string rules, int count)
    {
        var criteria = await service.Analyst().GetAsync("/v1/criteria" + query).JsonAsync(HttpStatusCode.OK);
        Assert.Equal((rules, count), (Text(criteria, "ruleSet"), criteria.GetProperty("questions").GetArrayLength()));
        Assert.All(criteria.GetProperty("questions").EnumerateArray(), q => Assert.False(string.IsNullOrEmpty(Text(q, "source"))));
    }

    [Fact]
    public async Task There_are_no_rules_before_they_applied() =>
        await service.Analyst().GetAsync("/v1/criteria?jurisdiction=GB&on=2020-12-31").NamesFieldsAsync("jurisdiction");

    [Fact]
    public async Task Who_may_only_read_may_not_screen()
    {
        using var forbidden = await service.Client("x", Permissions.DpiaRead, Permissions.DpiaApprove).PostAsJsonAsync("/v1/screenings", DpiaFixture.Body("C1"));
        using var anonymous = await service.Anonymous().GetAsync("/v1/screenings");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (forbidden.StatusCode, anonymous.StatusCode));
        await service.Analyst().GetAsync($"/v1/screenings/{Guid.NewGuid()}").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    private Task<HttpResponseMessage> PostAsync(object body) => service.Analyst().PostAsJsonAsync("/v1/screenings", body);

    private Task<long> CountAsync() => service.Database.ScalarAsync<long>("SELECT count(*) FROM screenings");

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
