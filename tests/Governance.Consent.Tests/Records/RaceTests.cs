using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Testing;
using Npgsql;

namespace Governance.Consent.Tests.Records;

public sealed class RaceTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    private const int Writers = 1_000;

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
        var history = await HistoryAsync(team, "race@example.org", purpose);
        Assert.Equal(Enumerable.Range(1, Writers), history.Select(r => r.GetProperty("version").GetInt32()));
        var times = history.Select(r => r.GetProperty("recordedAt").GetDateTimeOffset()).ToList();
        Assert.Equal(times.Order(), times);
        // One event for each record, with its version.
        var told = (await service.OutboxAsync()).Where(m => m.MessageType.EndsWith("ConsentGiven", StringComparison.Ordinal) || m.MessageType.EndsWith("ConsentWithdrawn", StringComparison.Ordinal))
            .Select(m => JsonDocument.Parse(m.Body).RootElement.GetProperty("header")).Where(h => h.GetProperty("purpose").GetString() == purpose);
        Assert.Equal(Enumerable.Range(1, Writers), told.Select(h => h.GetProperty("objectVersion").GetInt32()).Order());

        var decision = await team.PostAsJsonAsync("/v1/decisions", Bodies.Decide("race@example.org", purpose)).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(history[^1].GetProperty("action").GetString() == "give", decision.GetProperty("allowed").GetBoolean());
    }

    [Fact]
    public async Task A_crowd_that_waits_at_one_history_does_not_hold_up_the_others()
    {
        var purpose = await service.PurposeAsync();
        using var team = service.Team();
        var first = (await team.PostAsJsonAsync("/v1/records", Bodies.Record("crowd@example.org", purpose, "withdraw")).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        // Somebody else's open transaction has the next place in that history.
        await using var connection = await service.Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var take = new NpgsqlCommand("""
            INSERT INTO consent_records (id, subject, purpose_code, purpose_version, version, action, recorded_at, method, source, given_by, recorded_by, demonstrable)
            SELECT gen_random_uuid(), subject, purpose_code, purpose_version, version + 1, action, recorded_at, method, source, given_by, recorded_by, demonstrable FROM consent_records WHERE id = $1
            """, connection, transaction) { Parameters = { new() { Value = first } } };
        await take.ExecuteNonQueryAsync();

        var crowd = Task.WhenAll(Enumerable.Range(0, Writers).Select(i => team.PostAsJsonAsync("/v1/records", Bodies.Record("crowd@example.org", purpose, "withdraw")).JsonAsync(HttpStatusCode.Created)));
        await Eventually.TrueAsync(async () => await service.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"), "the crowd waits for the open transaction");
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => team.PostAsJsonAsync("/v1/records", Bodies.Record($"other{i}@example.org", purpose, "withdraw")).JsonAsync(HttpStatusCode.Created)));
        Assert.False(crowd.IsCompleted);

        await transaction.RollbackAsync();
        var records = await crowd;
        Assert.Equal(Enumerable.Range(2, Writers), records.Select(r => r.GetProperty("version").GetInt32()).Order());
    }

    [Fact]
    public async Task Of_many_calls_with_one_key_one_is_recorded_and_all_get_its_answer()
    {
        var purpose = await service.PurposeAsync();
        using var team = service.Team();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i =>
            team.PostWithKeyAsync("/v1/records", $"same-{i % 2}", Bodies.Record("keyed@example.org", purpose, i % 2 == 0 ? "withdraw" : "request")).JsonAsync(HttpStatusCode.Created)));
        Assert.Equal(2, answers.Select(a => a.GetProperty("id").GetGuid()).Distinct().Count());
        Assert.Equal(2, (await HistoryAsync(team, "keyed@example.org", purpose)).Count);
        await team.PostWithKeyAsync("/v1/records", "same-0", Bodies.Record("another@example.org", purpose, "withdraw")).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
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

    private static async Task<List<JsonElement>> HistoryAsync(HttpClient client, string person, string purpose)
    {
        List<JsonElement> history = [];
        string? after = null;
        do
        {
            var page = await client.PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject(person), purpose, limit = 500, after }).JsonAsync(HttpStatusCode.OK);
            history.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        return history;
    }
}
