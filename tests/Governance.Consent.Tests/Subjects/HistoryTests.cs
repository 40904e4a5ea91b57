using System.Net;
using System.Net.Http.Json;

namespace Governance.Consent.Tests.Subjects;

public sealed class HistoryTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    [Fact]
    public async Task A_history_is_paged_by_purpose_and_position_and_holds_one_person_only()
    {
        var (a, b) = (await service.PurposeAsync("legitimateInterest"), await service.PurposeAsync("legitimateInterest"));
        foreach (var (person, purpose) in new[] { ("me@example.org", a), ("me@example.org", b), ("me@example.org", a), ("other@example.org", a) })
            await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record(person, purpose, "object")).JsonAsync(HttpStatusCode.Created);

        var seen = new List<(string?, int)>();
        string? after = null;
        do
        {
            var page = await service.Team().PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject("Me@Example.org"), after, limit = 1 }).JsonAsync(HttpStatusCode.OK);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(r => (r.GetProperty("purpose").GetString(), r.GetProperty("version").GetInt32())));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Equal(new (string?, int)[] { (a, 1), (a, 2), (b, 1) }.OrderBy(s => s.Item1, StringComparer.Ordinal).ThenBy(s => s.Item2), seen);

        var one = await service.Team().PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject("me@example.org"), purpose = b }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(b, Assert.Single(one.GetProperty("items").EnumerateArray()).GetProperty("purpose").GetString());
    }

    [Fact]
    public async Task A_person_reads_the_latest_first_over_all_purposes()
    {
        var (a, b) = (await service.PurposeAsync("legitimateInterest"), await service.PurposeAsync("legitimateInterest"));
        foreach (var purpose in new[] { a, b, a, b, b })
        {
            service.Clock.Advance(TimeSpan.FromSeconds(1));
            await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record("latest@example.org", purpose, "object")).JsonAsync(HttpStatusCode.Created);
        }

        var seen = new List<(string?, int)>();
        string? after = null;
        do
        {
            var page = await service.Team().PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject("latest@example.org"), after, limit = 2, newest = true }).JsonAsync(HttpStatusCode.OK);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(r => (r.GetProperty("purpose").GetString(), r.GetProperty("version").GetInt32())));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Equal([(b, 3), (b, 2), (a, 2), (b, 1), (a, 1)], seen);
        await service.Team().PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject("latest@example.org"), after = "x.1", newest = true }).NamesFieldsAsync("after");
    }

    [Fact]
    public async Task A_stranger_has_an_empty_history_and_bad_fields_are_named()
    {
        var page = await service.Team().PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject("nobody@example.org") }).JsonAsync(HttpStatusCode.OK);
        Assert.Empty(page.GetProperty("items").EnumerateArray());
        await service.Team().PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject("nobody@example.org"), after = "x" }).NamesFieldsAsync("after");
        await service.Team().PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject(" "), purpose = "A B" }).NamesFieldsAsync("subject.identifier", "purpose");
        using var forbidden = await service.Client("x", Contracts.Permissions.ConsentDecide).PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject("nobody@example.org") });
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }
}
