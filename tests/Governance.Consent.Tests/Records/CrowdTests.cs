using System.Net;
using System.Net.Http.Json;
using Governance.Contracts;
using Governance.Testing;
using Npgsql;

namespace Governance.Consent.Tests.Records;

/// <summary>A service with few connections.</summary>
public sealed class SmallPoolFixture : ConsentFixture
{
    protected override Task<IReadOnlyDictionary<string, string>> ConfigureAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["ConnectionStrings:Database"] = $"{Database.ConnectionString};Maximum Pool Size=20" });
}

public sealed class CrowdTests(SmallPoolFixture service) : IClassFixture<SmallPoolFixture>
{
    private const int Each = 110;
    private const int Confirmations = 20;

    [Fact]
    public async Task Hundreds_of_calls_with_transactions_at_one_history_leave_the_connections_to_others()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        using var team = service.Team();
        using var staff = service.Client("dpo-2", Permissions.ConsentGovern);
        var first = (await team.PostAsJsonAsync("/v1/records", Bodies.Record("crowd@example.org", purpose, "give", notice)).JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        var tokens = new List<string>();
        for (var i = 0; i < Confirmations; i++)
            tokens.Add((await team.PostAsJsonAsync("/v1/confirmations", Confirmation(purpose, notice)).JsonAsync(HttpStatusCode.Created)).GetProperty("token").GetString()!);
        // Somebody else's open transaction has the next place in that history.
        await using var connection = await service.Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var take = new NpgsqlCommand("""
            INSERT INTO consent_records (id, subject, purpose_code, purpose_version, version, action, recorded_at, method, source, given_by, recorded_by, demonstrable)
            SELECT gen_random_uuid(), subject, purpose_code, purpose_version, (SELECT max(version) + 1 FROM consent_records r WHERE r.subject = c.subject), 'Withdraw', recorded_at, method, source, given_by, recorded_by, demonstrable
            FROM consent_records c WHERE id = $1
            """, connection, transaction) { Parameters = { new() { Value = first } } };
        await take.ExecuteNonQueryAsync();

        List<Task<HttpResponseMessage>> crowd = [];
        for (var i = 0; i < Each; i++)
        {
            crowd.Add(team.PostWithKeyAsync("/v1/records/bulk", $"bulk-{i}", new { records = new[] { Bodies.Record("crowd@example.org", purpose, "withdraw") } }));
            crowd.Add(staff.PostWithKeyAsync("/v1/records/endings", $"ending-{i}", new { subject = Bodies.Subject("crowd@example.org"), purpose, kind = "withdraw", reason = "by-telephone" }));
            crowd.Add(team.PostWithKeyAsync("/v1/confirmations", $"confirmation-{i}", Confirmation(purpose, notice)));
        }
        crowd.AddRange(tokens.Select(token => team.PostAsJsonAsync("/v1/confirmations/answers", new { token, answer = "refuse", method = "mail-link", source = "mail" })));
        await Eventually.TrueAsync(async () => await service.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"), "the crowd waits for the open transaction");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => team.PostAsJsonAsync("/v1/records", Bodies.Record($"other{i}@example.org", purpose, "withdraw")).JsonAsync(HttpStatusCode.Created)));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => team.PostAsJsonAsync("/v1/decisions", Bodies.Decide($"stranger{i}@example.org", purpose)).JsonAsync(HttpStatusCode.OK)));
        Assert.All(crowd, call => Assert.False(call.IsCompleted));

        await transaction.RollbackAsync();
        var statuses = (await Task.WhenAll(crowd)).Select(r => r.StatusCode).ToList();
        // Where the consent had ended before, or the answer with a token comes too late, that is said.
        Assert.All(statuses, status => Assert.Contains(status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Conflict]));
        Assert.Equal(Each, statuses.Count(s => s == HttpStatusCode.OK));
        Assert.InRange(statuses.Count(s => s == HttpStatusCode.Created), Each, 2 * Each);
    }

    private static object Confirmation(string purpose, string notice) => new
    {
        subject = Bodies.Subject("crowd@example.org"),
        purpose,
        kind = "doubleOptIn",
        method = "web-form",
        source = "shop",
        notice = new { code = notice, version = 1, language = "en" },
    };
}
