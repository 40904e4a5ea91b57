using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Governance.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Governance.Consent.Tests.Overview;

public sealed class WithdrawalCountTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    [Fact]
    public async Task Endings_are_counted_by_day_purpose_and_action()
    {
        var (consented, relied) = (await service.PurposeAsync(), await service.PurposeAsync("legitimateInterest"));
        var notice = await service.NoticeAsync(consented);
        var first = Today();
        foreach (var person in new[] { "a", "b", "c" })
            await RecordAsync($"{person}@example.org", consented, "give", notice);
        await RecordAsync("a@example.org", consented, "withdraw");
        await RecordAsync("b@example.org", consented, "withdraw");
        await RecordAsync("d@example.org", consented, "refuse", notice);
        await RecordAsync("a@example.org", relied, "object");
        await RecordAsync("a@example.org", relied, "liftObjection");
        service.Clock.Advance(TimeSpan.FromDays(2));
        await RecordAsync("c@example.org", consented, "withdraw");

        var all = await CountsAsync($"?since={first:yyyy-MM-dd}&purpose={consented}");
        // Midnight may pass while the test runs: days are put together before they are compared.
        Assert.Equal([("refuse", 1), ("withdraw", 3)], all.GroupBy(c => c.Action).Select(g => (g.Key, g.Sum(c => c.Count))).Order());
        Assert.Equal(1, all.Where(c => c.Day >= first.AddDays(2)).Sum(c => c.Count));
        Assert.All(all, c => Assert.Equal(consented, c.Purpose));
        Assert.Equal(3, (await CountsAsync($"?since={first:yyyy-MM-dd}&purpose={consented}&given=true")).Where(c => c.Action == "give").Sum(c => c.Count));
        Assert.Equal(3, (await CountsAsync($"?since={first:yyyy-MM-dd}&until={first.AddDays(1):yyyy-MM-dd}&purpose={consented}")).Sum(c => c.Count));
        Assert.Equal([("object", 1)], (await CountsAsync("")).Where(c => c.Purpose == relied).Select(c => (c.Action, c.Count)));
        Assert.Empty(await CountsAsync($"?since={first.AddDays(-9):yyyy-MM-dd}&until={first.AddDays(-1):yyyy-MM-dd}&purpose={consented}"));
    }

    [Fact]
    public async Task Times_that_make_no_sense_are_refused_and_so_is_who_may_not_read()
    {
        await service.Team().GetAsync("/v1/withdrawal-counts?since=2026-02-02&until=2026-02-01").NamesFieldsAsync("since");
        await service.Team().GetAsync("/v1/withdrawal-counts?since=2020-02-02&until=2026-02-01").NamesFieldsAsync("since");
        await service.Team().GetAsync("/v1/withdrawal-counts?until=9999-12-31").NamesFieldsAsync("until");
        using var nonsense = await service.Team().GetAsync("/v1/withdrawal-counts?since=yesterday");
        Assert.Equal(HttpStatusCode.BadRequest, nonsense.StatusCode);
        using var forbidden = await service.Client("x", Permissions.ConsentDecide).GetAsync("/v1/withdrawal-counts");
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Fact]
    public async Task Many_consents_that_stand_are_not_read_to_count_the_few_that_ended()
    {
        await using var connection = await service.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var command = new NpgsqlCommand("""
            SET LOCAL enable_seqscan = off;
            EXPLAIN SELECT count(*) FROM consent_records
            WHERE action IN ('Refuse', 'Withdraw', 'Expire', 'Object', 'Invalidate', 'Revoke') AND coalesce(occurred_at, recorded_at) >= now() AND coalesce(occurred_at, recorded_at) < now()
            """, connection);
        await using var transaction = await connection.BeginTransactionAsync();
        command.Transaction = transaction;
        await using var row = await command.ExecuteReaderAsync();
        var plan = "";
        while (await row.ReadAsync())
            plan += row.GetString(0);
        Assert.Contains("ix_consent_records_endings", plan, StringComparison.Ordinal);
    }

    private DateOnly Today() => DateOnly.FromDateTime(service.Clock.GetUtcNow().UtcDateTime);

    private async Task RecordAsync(string person, string purpose, string action, string? notice = null) =>
        await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record(person, purpose, action, notice)).JsonAsync(HttpStatusCode.Created);

    private async Task<List<(DateOnly Day, string Purpose, string Action, int Count)>> CountsAsync(string query) =>
    [
        .. (await service.Team().GetAsync($"/v1/withdrawal-counts{query}").JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()
            .Select(i => (DateOnly.Parse(i.GetProperty("day").GetString()!, CultureInfo.InvariantCulture), i.GetProperty("purpose").GetString()!, i.GetProperty("action").GetString()!, i.GetProperty("count").GetInt32())),
    ];
}
