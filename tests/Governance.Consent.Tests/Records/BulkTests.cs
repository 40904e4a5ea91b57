using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Governance.Consent.Tests.Records;

public sealed class BulkTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    [Fact]
    public async Task Each_item_has_its_own_result_and_the_good_ones_are_recorded_in_order()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        var answer = await service.Team().PostAsJsonAsync("/v1/records/bulk", new
        {
            records = new[]
            {
                Bodies.Record("a@example.org", purpose, "give", notice),
                Bodies.Record("", purpose, "withdraw"),
                Bodies.Record("b@example.org", "no-such-purpose", "withdraw"),
                Bodies.Record("a@example.org", purpose, "renew", notice),
                Bodies.Record("c@example.org", purpose, "renew", notice),
                Bodies.Record("a@example.org", purpose, "withdraw"),
            },
        }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal((3, 3), (answer.GetProperty("recorded").GetInt32(), answer.GetProperty("refused").GetInt32()));
        var items = answer.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([0, 1, 2, 3, 4, 5], items.Select(i => i.GetProperty("index").GetInt32()));
        Assert.Equal([null, "validation", "purpose-unknown", null, "nothing-to-renew", null], items.Select(i => i.GetProperty("code").GetString()));
        Assert.Equal(["subject.identifier", "purpose"], items.Where(i => i.GetProperty("field").ValueKind == JsonValueKind.String).Select(i => i.GetProperty("field").GetString()));
        Assert.Equal([1, 2, 3], items.Where(i => i.GetProperty("record").ValueKind == JsonValueKind.Object).Select(i => i.GetProperty("record").GetProperty("version").GetInt32()));
        Assert.Equal(3, (await service.OutboxAsync()).Count(m => m.Body.Contains($"\"purposeCode\":\"{purpose}\"", StringComparison.Ordinal) && m.Body.Contains("\"streamVersion\":", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_records_once_and_too_many_are_refused()
    {
        var purpose = await service.PurposeAsync("legitimateInterest");
        var body = new { records = Enumerable.Range(0, 1000).Select(i => Bodies.Record($"p{i}@example.org", purpose, "object")).ToArray() };
        var first = await service.Team().PostWithKeyAsync("/v1/records/bulk", "bulk-1", body).JsonAsync(HttpStatusCode.OK);
        var second = await service.Team().PostWithKeyAsync("/v1/records/bulk", "bulk-1", body).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(first.ToString(), second.ToString());
        Assert.Equal(1000L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM consent_records WHERE purpose_code = '{purpose}'"));
        await service.Team().PostAsJsonAsync("/v1/records/bulk", new { records = Enumerable.Repeat(Bodies.Record("p@example.org", purpose, "object"), 1001) }).NamesFieldsAsync("records");
        await service.Team().PostAsJsonAsync("/v1/records/bulk", new { records = Array.Empty<object>() }).NamesFieldsAsync("records");
    }

    [Fact]
    public async Task Concurrent_bulks_on_the_same_histories_leave_no_gap()
    {
        var purpose = await service.PurposeAsync();
        var people = Enumerable.Range(0, 20).Select(i => $"bulk{i}@example.org").ToArray();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async round =>
        {
            var order = round % 2 == 0 ? people : [.. people.Reverse()];
            var answer = await service.Team().PostAsJsonAsync("/v1/records/bulk", new { records = order.Select(p => Bodies.Record(p, purpose, "withdraw")) }).JsonAsync(HttpStatusCode.OK);
            Assert.Equal(20, answer.GetProperty("recorded").GetInt32());
        }));
        Assert.Equal(20L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM (SELECT subject FROM consent_records WHERE purpose_code = '{purpose}' GROUP BY subject HAVING count(*) = 10 AND max(version) = 10) s"));
    }
}
