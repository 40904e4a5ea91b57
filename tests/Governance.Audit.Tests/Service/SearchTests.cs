using System.Net;
using System.Text.Json;
using Governance.Contracts;

namespace Governance.Audit.Tests.Service;

public sealed class SearchTests(RunningAudit audit) : IClassFixture<RunningAudit>
{
    [Theory]
    [InlineData("subject=sub_f", "f1,f2")]
    [InlineData("objectType=subject-request&objectId=f2", "f2")]
    [InlineData("subject=sub_f&actorId=actor-f", "f1")]
    [InlineData("subject=sub_f&from=2031-05-07T00:00:00Z", "f2")]
    [InlineData("subject=sub_f&to=2031-05-07T02:00:00%2B02:00", "f1")]
    [InlineData("subject=sub_f&action=PlanApproved&source=dsar&outcome=success", "f1,f2")]
    [InlineData("subject=sub_f&action=PlanRefused", "")]
    [InlineData("subject=sub_f&outcome=refused", "")]
    [InlineData("subject=sub_f&order=newest", "f2,f1")]
    [InlineData("subject=%27%20OR%201=1%20--", "")]
    public async Task Filters_are_joined_by_and(string query, string expected)
    {
        await PublishOnceAsync();

        var found = (await audit.GetAsync($"/v1/entries?{query}")).GetProperty("items").EnumerateArray().Where(e => !RunningAudit.IsOfReading(e)).Select(e => e.GetProperty("objectId").GetString());
        Assert.Equal(expected, string.Join(',', found));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_double()
    {
        await audit.Broker.PublishAsync(Enumerable.Range(0, 25).Select(_ => TestEvents.Envelope(TestEvents.Approved("sub_pages"))));
        var all = (await audit.EntriesAsync("subject=sub_pages&limit=100", 25)).Select(Sequence).ToList();

        Assert.Equal(all, await PagesAsync("subject=sub_pages&limit=10"));
        Assert.Equal(Enumerable.Reverse(all), await PagesAsync("subject=sub_pages&limit=10&order=newest"));
    }

    [Theory]
    [InlineData("/v1/entries?after=x")]
    [InlineData("/v1/entries?after=-1")]
    [InlineData("/v1/entries?order=sideways")]
    [InlineData("/v1/entries?from=yesterday")]
    [InlineData("/v1/entries?subject=a%00b")]
    [InlineData("/v1/log/consistency")]
    [InlineData("/v1/log/consistency?first=0")]
    [InlineData("/v1/log/consistency?first=1&second=999999")]
    [InlineData("/v1/entries/0/proof?size=0")]
    [InlineData("/v1/entries/0/proof?size=999999")]
    [InlineData("/v1/entries/0/proof?size=x")]
    public async Task Bad_input_is_a_400_that_says_why(string path)
    {
        await PublishOnceAsync();
        using var response = await audit.Auditor.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/v1/entries/999999")]
    [InlineData("/v1/entries/999999/proof")]
    [InlineData("/v1/entries/-1/proof")]
    [InlineData("/v1/log/verifications/01890a5d-ac96-774b-bcce-b302099a8057")]
    public async Task What_is_not_there_is_a_404(string path)
    {
        using var response = await audit.Auditor.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/v1/entries")]
    [InlineData("GET", "/v1/entries/0")]
    [InlineData("GET", "/v1/entries/0/proof")]
    [InlineData("GET", "/v1/entries/export")]
    [InlineData("GET", "/v1/retention/months")]
    [InlineData("GET", "/v1/log/head")]
    [InlineData("GET", "/v1/log/consistency?first=1")]
    [InlineData("POST", "/v1/log/verifications")]
    public async Task Without_the_permission_nothing_is_answered(string method, string path)
    {
        using var other = audit.Service.Client("planner-1", [.. Permissions.All.Where(p => !p.StartsWith("audit:", StringComparison.Ordinal))]);
        using var anonymous = audit.Service.Anonymous();

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(other, method, path));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(anonymous, method, path));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private async Task PublishOnceAsync()
    {
        if ((await audit.GetAsync("/v1/entries?subject=sub_f")).GetProperty("items").GetArrayLength() > 0)
            return;
        await audit.Broker.PublishAsync(TestEvents.Envelope(TestEvents.Approved("sub_f", "f1", "actor-f")));
        await audit.EntriesAsync("subject=sub_f", 1);
        await audit.Broker.PublishAsync(TestEvents.Envelope(TestEvents.Approved("sub_f", "f2", at: TestEvents.Now.AddDays(1))));
        await audit.EntriesAsync("subject=sub_f", 2);
    }

    private async Task<List<long>> PagesAsync(string query)
    {
        var found = new List<long>();
        for (string? after = null; ;)
        {
            var page = await audit.GetAsync($"/v1/entries?{query}{(after is null ? "" : $"&after={after}")}");
            found.AddRange(page.GetProperty("items").EnumerateArray().Where(e => !RunningAudit.IsOfReading(e)).Select(Sequence));
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            if (after is null)
                return found;
        }
    }

    private static long Sequence(JsonElement entry) => entry.GetProperty("sequence").GetInt64();
}
