using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Governance.Contracts;
using Governance.Testing;

namespace Governance.Consent.Tests.Webhooks;

public sealed class WebhookTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task A_withdrawal_reaches_a_system_signed_and_its_time_is_measured()
    {
        await using var receiver = await Receiver.StartAsync();
        var purpose = await fixture.PurposeAsync();
        var notice = await fixture.NoticeAsync(purpose);
        var (code, secret) = await fixture.RegisterAsync(receiver.Url, null, purpose);

        var given = await fixture.RecordAsync("ada@example.org", purpose, "give", notice);
        await fixture.RecordAsync("ada@example.org", purpose, "withdraw");
        await fixture.DeliveredAsync(code, 2);

        var messages = receiver.All.Select(m => m.Message).ToList();
        Assert.Equal([1, 2], messages.Select(m => m.Version));
        Assert.All(messages, m => Assert.True(m.IsSignedBy(secret!)));
        Assert.Equal($"msg_{Guid.Parse(given.GetProperty("id").GetString()!):n}", messages[0].Id);
        Assert.Equal(["given", "withdrawn"], messages.Select(m => m.Data.GetProperty("state").GetString()));
        Assert.Equal([true, false], messages.Select(m => m.Data.GetProperty("valid").GetBoolean()));
        Assert.All(messages, m => Assert.DoesNotContain("ada@", m.Body, StringComparison.Ordinal));
        Assert.False(messages[0].IsSignedBy("whsec_" + Convert.ToBase64String(new byte[32])));

        var latency = await fixture.Admin().GetAsync($"/v1/recipients/{code}/latency").JsonAsync(HttpStatusCode.OK);
        Assert.Equal((1, 1), (latency.GetProperty("withdrawals").GetInt32(), latency.GetProperty("acknowledged").GetInt32()));
        Assert.InRange(latency.GetProperty("p99Ms").GetDouble(), 0.001, 60_000);
        Assert.Equal(latency.GetProperty("p50Ms").GetDouble(), latency.GetProperty("maxMs").GetDouble());
    }

    [Fact]
    public async Task Each_persons_records_arrive_in_order_although_the_receiver_fails_now_and_then()
    {
        await using var receiver = await Receiver.StartAsync();
        var failures = new ConcurrentDictionary<string, int>();
        // Every message fails once, and is taken then.
        receiver.Answer = m => failures.AddOrUpdate(m.Id, 1, (_, n) => n + 1) == 1 ? 503 : 200;
        var purpose = await fixture.PurposeAsync();
        var notice = await fixture.NoticeAsync(purpose);
        var (code, _) = await fixture.RegisterAsync(receiver.Url, null, purpose);

        await Parallel.ForEachAsync(Enumerable.Range(0, 8), async (person, _) =>
        {
            for (var i = 0; i < 6; i++)
                await fixture.RecordAsync($"person{person}@example.org", purpose, i % 2 == 0 ? "give" : "withdraw", i % 2 == 0 ? notice : null);
        });
        await fixture.DeliveredAsync(code, 48);

        var taken = receiver.All.Where(m => m.Status == 200).Select(m => m.Message).GroupBy(m => m.Subject).ToList();
        Assert.Equal(8, taken.Count);
        Assert.All(taken, stream => Assert.Equal([1, 2, 3, 4, 5, 6], stream.Select(m => m.Version)));
        // Not even an attempt goes out before what lies ahead of it was taken.
        foreach (var stream in receiver.All.GroupBy(m => m.Message.Subject))
        {
            var highest = 0;
            foreach (var (message, status) in stream)
            {
                Assert.Equal(highest + 1, message.Version);
                highest = status == 200 ? message.Version : highest;
            }
        }
    }

    [Fact]
    public async Task What_is_never_taken_is_set_aside_told_of_and_replayed()
    {
        await using var receiver = await Receiver.StartAsync();
        var purpose = await fixture.PurposeAsync();
        var notice = await fixture.NoticeAsync(purpose);
        var (code, _) = await fixture.RegisterAsync(receiver.Url, null, purpose);
        var broken = true;
        receiver.Answer = m => broken && m.Version == 1 ? 500 : 200;

        await fixture.RecordAsync("p@example.org", purpose, "give", notice);
        await fixture.DeliveredAsync(code, 1, "dead");
        var dead = Assert.Single(await fixture.DeliveriesAsync(code, "dead"));
        Assert.Equal((4, 500, "refused"), (dead.GetProperty("attempts").GetInt32(), dead.GetProperty("lastStatus").GetInt32(), dead.GetProperty("lastError").GetString()));

        // The poison holds up neither the person's next record nor anybody else's.
        await fixture.RecordAsync("p@example.org", purpose, "withdraw");
        await fixture.DeliveredAsync(code, 1);

        broken = false;
        var replayed = await fixture.Admin().PostAsJsonAsync($"/v1/recipients/{code}/replays", new { }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(1, replayed.GetProperty("replayed").GetInt32());
        await fixture.DeliveredAsync(code, 2);
        Assert.Empty(await fixture.DeliveriesAsync(code, "dead"));
    }

    [Fact]
    public async Task What_is_sent_once_more_was_acknowledged_when_it_first_was()
    {
        await using var receiver = await Receiver.StartAsync();
        var purpose = await fixture.PurposeAsync();
        var (code, _) = await fixture.RegisterAsync(receiver.Url, null, purpose);
        await fixture.RecordAsync("again@example.org", purpose, "withdraw");
        await fixture.DeliveredAsync(code, 1);
        var first = Assert.Single(await fixture.DeliveriesAsync(code));

        await fixture.Admin().PostAsJsonAsync($"/v1/recipients/{code}/replays", new { ids = new[] { first.GetProperty("id").GetInt64() } }).JsonAsync(HttpStatusCode.OK);
        await Governance.Testing.Eventually.TrueAsync(() => Task.FromResult(receiver.All.Count == 2), "it is sent once more");
        await fixture.DeliveredAsync(code, 1);

        // Else a replay months later would say that the withdrawal took months.
        Assert.Equal(first.GetProperty("acknowledgedAt").GetDateTimeOffset(), Assert.Single(await fixture.DeliveriesAsync(code)).GetProperty("acknowledgedAt").GetDateTimeOffset());
        var latency = await fixture.Admin().GetAsync($"/v1/recipients/{code}/latency?until=0001-01-01T00:00:00Z").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(0, latency.GetProperty("withdrawals").GetInt32());
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = _ => 307;
        var purpose = await fixture.PurposeAsync();
        var (code, _) = await fixture.RegisterAsync(receiver.Url, null, purpose);

        await fixture.RecordAsync("r@example.org", purpose, "withdraw");
        await fixture.DeliveredAsync(code, 1, "dead");

        Assert.All(receiver.Paths, path => Assert.Equal("/hook", path));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_not_called_any_more()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = _ => 410;
        var purpose = await fixture.PurposeAsync();
        var (code, _) = await fixture.RegisterAsync(receiver.Url, null, purpose);

        await fixture.RecordAsync("g@example.org", purpose, "withdraw");
        await Eventually.TrueAsync(async () => !(await fixture.Admin().GetAsync($"/v1/recipients/{code}").JsonAsync(HttpStatusCode.OK)).GetProperty("enabled").GetBoolean(), "disabled");

        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task A_new_secret_signs_beside_the_old_one_and_is_shown_once()
    {
        await using var receiver = await Receiver.StartAsync();
        var purpose = await fixture.PurposeAsync();
        var (code, old) = await fixture.RegisterAsync(receiver.Url, null, purpose);
        var rotated = (await fixture.Admin().PostAsync($"/v1/recipients/{code}/secret-rotation", null).JsonAsync(HttpStatusCode.OK)).GetProperty("secret").GetString()!;

        await fixture.RecordAsync("s@example.org", purpose, "withdraw");
        await fixture.DeliveredAsync(code, 1);

        var message = Assert.Single(receiver.All).Message;
        Assert.True(message.IsSignedBy(old!));
        Assert.True(message.IsSignedBy(rotated));
        var shown = await fixture.Admin().GetStringAsync($"/v1/recipients/{code}");
        Assert.DoesNotContain(rotated["whsec_".Length..], shown, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_that_listens_to_the_broker_acknowledges_by_its_own_client_only()
    {
        var purpose = await fixture.PurposeAsync();
        var (code, secret) = await fixture.RegisterAsync(null, "mailer", purpose);
        Assert.Null(secret);
        var record = (await fixture.RecordAsync("m@example.org", purpose, "withdraw")).GetProperty("id").GetString();
        await fixture.DeliveredAsync(code, 1, "pending");

        await fixture.Client("stranger", Permissions.ConsentRead).PostAsJsonAsync($"/v1/recipients/{code}/acknowledgements", new { recordIds = new[] { record } }).IsProblemAsync(HttpStatusCode.Forbidden, "not-the-recipient");
        Assert.Equal(1, (await fixture.Admin().GetAsync($"/v1/recipients/{code}/latency").JsonAsync(HttpStatusCode.OK)).GetProperty("pending").GetInt32());
        var answer = await fixture.Client("mailer", Permissions.ConsentRead).PostAsJsonAsync($"/v1/recipients/{code}/acknowledgements", new { recordIds = new[] { record } }).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(1, answer.GetProperty("acknowledged").GetInt32());
        var latency = await fixture.Admin().GetAsync($"/v1/recipients/{code}/latency").JsonAsync(HttpStatusCode.OK);
        Assert.Equal((1, 0), (latency.GetProperty("acknowledged").GetInt32(), latency.GetProperty("pending").GetInt32()));
    }

    [Fact]
    public async Task The_expected_state_pages_through_everyone_and_is_what_a_decision_says()
    {
        var (consent, other) = (await fixture.PurposeAsync(), await fixture.PurposeAsync("legitimateInterest"));
        var notice = await fixture.NoticeAsync(consent);
        var (code, _) = await fixture.RegisterAsync(null, null, consent, other);
        for (var person = 0; person < 7; person++)
        {
            await fixture.RecordAsync($"e{person}@example.org", consent, "give", notice);
            if (person % 2 == 0)
                await fixture.RecordAsync($"e{person}@example.org", consent, "withdraw");
        }
        await fixture.RecordAsync("e1@example.org", other, "object");

        var items = new List<System.Text.Json.JsonElement>();
        for (string? after = ""; after is not null;)
        {
            var page = await fixture.Admin().GetAsync($"/v1/recipients/{code}/expected-state?limit=3{(after.Length == 0 ? "" : $"&after={after}")}").JsonAsync(HttpStatusCode.OK);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.GetProperty("next").GetString();
        }

        Assert.Equal(8, items.Count);
        Assert.Equal(8, items.Select(i => (i.GetProperty("subject").GetString(), i.GetProperty("purpose").GetString())).Distinct().Count());
        Assert.Equal(3, items.Count(i => i.GetProperty("allowed").GetBoolean()));
        Assert.Equal(4, items.Count(i => i.GetProperty("reason").GetString() == "consent-withdrawn" && i.GetProperty("version").GetInt32() == 2));
        Assert.Single(items, i => i.GetProperty("reason").GetString() == "subject-objected");
    }

    [Fact]
    public async Task What_a_process_left_behind_is_sent_when_its_lease_has_run_out_and_not_before()
    {
        await using var receiver = await Receiver.StartAsync();
        var purpose = await fixture.PurposeAsync();
        var (code, _) = await fixture.RegisterAsync(receiver.Url, null, purpose);
        await using var database = Npgsql.NpgsqlDataSource.Create(fixture.Database.ConnectionString);
        // As a process that was killed between claim and answer leaves it: the first line is leased, so both lines of the person wait.
        receiver.Answer = _ => 503;
        await fixture.RecordAsync("killed@example.org", purpose, "withdraw");
        await fixture.DeliveredAsync(code, 1, "dead");
        await using (var lease = database.CreateCommand("UPDATE deliveries SET state = 'Pending', attempts = 1, lease = gen_random_uuid(), leased_until = now() + interval '1 day', next_attempt_at = now() WHERE recipient_id = (SELECT id FROM recipients WHERE code = $1)"))
        {
            lease.Parameters.Add(new() { Value = code });
            await lease.ExecuteNonQueryAsync();
        }
        receiver.Answer = _ => 200;
        var before = receiver.All.Count;
        await fixture.RecordAsync("killed@example.org", purpose, "withdraw");
        await fixture.RecordAsync("alive@example.org", purpose, "withdraw");
        await fixture.DeliveredAsync(code, 1);
        Assert.All(receiver.All.Skip(before), m => Assert.Equal(1, m.Message.Version));

        await using (var end = database.CreateCommand("UPDATE deliveries SET leased_until = now() - interval '1 second' WHERE lease IS NOT NULL"))
            await end.ExecuteNonQueryAsync();
        await fixture.DeliveredAsync(code, 3);
        Assert.Equal([1, 1, 2], receiver.All.Skip(before).Select(m => m.Message.Version));
    }

    [Fact]
    public async Task A_record_is_in_line_for_each_system_concerned_in_the_moment_in_which_it_is_answered()
    {
        var (purpose, other) = (await fixture.PurposeAsync(), await fixture.PurposeAsync());
        var (told, _) = await fixture.RegisterAsync(null, null, purpose);
        var (everything, _) = await fixture.RegisterAsync(null, null);
        var (elsewhere, _) = await fixture.RegisterAsync(null, null, other);

        var record = (await fixture.RecordAsync("at-once@example.org", purpose, "withdraw")).GetProperty("id").GetString();

        Assert.Equal(record, Assert.Single(await fixture.DeliveriesAsync(told)).GetProperty("recordId").GetString());
        Assert.Contains(await fixture.DeliveriesAsync(everything), d => d.GetProperty("recordId").GetString() == record);
        Assert.Empty(await fixture.DeliveriesAsync(elsewhere));
    }
}
