using System.Net;
using System.Net.Http.Json;

namespace Governance.Consent.Tests.Records;

public sealed class RaceTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    private const int Writers = 200;

    [Fact]
    public async Task Concurrent_giving_and_withdrawing_on_one_history_leaves_no_gap_and_one_outcome()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        using var team = service.Team();
        var statuses = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async i =>
        {
            var body = i % 2 == 0 ? Bodies.Record("race@example.org", purpose, "give", notice) : Bodies.Record("race@example.org", purpose, "withdraw");
            using var response = i % 3 == 0 ? await team.PostWithKeyAsync("/v1/records", $"race-{i}", body) : await team.PostAsJsonAsync("/v1/records", body);
            return response.StatusCode;
        }));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.Created, status));
        var page = await team.PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject("race@example.org"), purpose, limit = 500 }).JsonAsync(HttpStatusCode.OK);
        var history = page.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, Writers), history.Select(r => r.GetProperty("version").GetInt32()));
        var times = history.Select(r => r.GetProperty("recordedAt").GetDateTimeOffset()).ToList();
        Assert.Equal(times.Order(), times);
        Assert.Equal(Writers, (await service.OutboxAsync()).Count(m => m.Body.Contains($"\"purposeCode\":\"{purpose}\"", StringComparison.Ordinal) && m.MessageType.Contains(".Consent", StringComparison.Ordinal) && !m.MessageType.EndsWith("PurposeDefined", StringComparison.Ordinal)));

        var decision = await team.PostAsJsonAsync("/v1/decisions", Bodies.Decide("race@example.org", purpose)).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(history[^1].GetProperty("action").GetString() == "give", decision.GetProperty("allowed").GetBoolean());
    }

    [Fact]
    public async Task After_a_withdrawal_is_answered_no_decision_allows()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        using var team = service.Team();
        for (var round = 0; round < 10; round++)
        {
            await team.PostAsJsonAsync("/v1/records", Bodies.Record("leaver@example.org", purpose, "give", notice)).JsonAsync(HttpStatusCode.Created);
            var withdrawn = 0;
            var deciders = Enumerable.Range(0, 8).Select(async _ =>
            {
                while (true)
                {
                    var before = Volatile.Read(ref withdrawn) == 1;
                    var decision = await team.PostAsJsonAsync("/v1/decisions", Bodies.Decide("leaver@example.org", purpose)).JsonAsync(HttpStatusCode.OK);
                    if (!before)
                        continue;
                    Assert.False(decision.GetProperty("allowed").GetBoolean());
                    return;
                }
            }).ToList();
            await team.PostAsJsonAsync("/v1/records", Bodies.Record("leaver@example.org", purpose, "withdraw")).JsonAsync(HttpStatusCode.Created);
            Volatile.Write(ref withdrawn, 1);
            await Task.WhenAll(deciders);
        }
    }
}
