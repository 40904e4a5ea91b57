using System.Net;
using System.Net.Http.Json;

namespace Governance.Consent.Tests.Decisions;

public sealed class BatchTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    [Fact]
    public async Task A_batch_answers_every_subject_for_every_purpose_as_single_questions_do()
    {
        string[] purposes = [await service.PurposeAsync(), await service.PurposeAsync(), await service.PurposeAsync("contract"), "no-such-purpose"];
        var notice = await service.NoticeAsync(purposes[..2]);
        var people = Enumerable.Range(0, 25).Select(i => $"batch{i}@example.org").ToArray();
        foreach (var (i, person) in people.Index())
        {
            if (i % 2 == 0)
                await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record(person, purposes[0], "give", notice)).JsonAsync(HttpStatusCode.Created);
            if (i % 3 == 0)
                await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record(person, purposes[0], "withdraw")).JsonAsync(HttpStatusCode.Created);
        }

        var batch = await service.Team().PostAsJsonAsync("/v1/decisions/batch", new { subjects = people.Select(Bodies.Subject), purposes }).JsonAsync(HttpStatusCode.OK);
        var decisions = batch.GetProperty("decisions").EnumerateArray().ToList();
        Assert.Equal(100, decisions.Count);
        foreach (var (i, item) in decisions.Index())
        {
            var (person, purpose) = (people[i / 4], purposes[i % 4]);
            Assert.Equal(i / 4, item.GetProperty("subject").GetInt32());
            var single = await service.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide(person, purpose)).JsonAsync(HttpStatusCode.OK);
            foreach (var field in new[] { "allowed", "basis", "state", "purpose", "recordId", "notice", "noticeVersion", "reason" })
                Assert.Equal(single.GetProperty(field).ToString(), item.GetProperty("decision").GetProperty(field).ToString());
        }
    }

    [Fact]
    public async Task A_batch_for_a_past_time_answers_as_it_was()
    {
        var purpose = await service.PurposeAsync();
        var given = await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record("past@example.org", purpose, "give", await service.NoticeAsync(purpose))).JsonAsync(HttpStatusCode.Created);
        await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record("past@example.org", purpose, "withdraw")).JsonAsync(HttpStatusCode.Created);
        var at = given.GetProperty("recordedAt").GetDateTimeOffset();
        foreach (var (time, allowed) in new[] { (at, true), (at.AddMicroseconds(-1), false) })
        {
            var batch = await service.Team().PostAsJsonAsync("/v1/decisions/batch", new { subjects = new[] { Bodies.Subject("past@example.org") }, purposes = new[] { purpose }, at = time }).JsonAsync(HttpStatusCode.OK);
            Assert.Equal(allowed, batch.GetProperty("decisions")[0].GetProperty("decision").GetProperty("allowed").GetBoolean());
        }
    }

    [Fact]
    public async Task Bad_fields_are_named()
    {
        await service.Team().PostAsJsonAsync("/v1/decisions/batch", new { subjects = new object?[] { Bodies.Subject("a@example.org"), null }, purposes = new[] { "p" } }).NamesFieldsAsync("subjects[1]");
        await service.Team().PostAsJsonAsync("/v1/decisions/batch", new { subjects = new[] { Bodies.Subject("") }, purposes = new[] { "p", "No Code" } }).NamesFieldsAsync("subjects[0].identifier", "purposes[1]");
        await service.Team().PostAsJsonAsync("/v1/decisions/batch", new { subjects = Enumerable.Repeat(Bodies.Subject("a@example.org"), 501), purposes = new[] { "p", "q" } }).NamesFieldsAsync("subjects");
        await service.Team().PostAsJsonAsync("/v1/decisions/batch", new { subjects = Array.Empty<object>(), purposes = Array.Empty<string>() }).NamesFieldsAsync("subjects", "purposes");
        using var forbidden = await service.Client("x", Contracts.Permissions.ConsentRead).PostAsJsonAsync("/v1/decisions/batch", new { });
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }
}
