using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Audit.Merkle;
using Governance.Audit.Tests.Service;
using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Testing;

namespace Governance.Audit.Tests.Erasure;

public sealed class ErasureTests(RunningAudit audit) : IClassFixture<RunningAudit>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_an_erasure_the_old_values_are_nowhere_and_every_old_proof_still_verifies()
    {
        var (subject, request, correlation, plan) = ($"sub_{Random()}", $"request-{Random()}", Random(), Guid.CreateVersion7());
        var events = Enumerable.Range(0, 30).Select(_ => TestEvents.Approved(subject, request)).Select(e => e with { PlanId = plan, Header = e.Header with { CorrelationId = correlation } }).ToList();
        await audit.Broker.PublishAsync(events.SelectMany(e => (byte[][])[TestEvents.Envelope(e), TestEvents.Envelope(TestEvents.Approved("sub_stays"))]));
        await audit.Broker.PublishAsync(TestEvents.Envelope(TestEvents.Approved(subject, objectId: new string('x', 300))));
        var entries = await audit.EntriesAsync($"objectId={request}&limit=100", 30);
        await audit.EntriesAsync("subject=sub_stays&action=PlanApproved&limit=100", 30);
        await Eventually.TrueAsync(async () => await audit.Service.Database.ScalarAsync<long>("SELECT count(*) FROM failed_messages") == 1, "the message that could not be recorded is in the error store");
        var proofs = new List<JsonElement>();
        foreach (var entry in entries)
            proofs.Add(await audit.GetAsync($"/v1/entries/{entry.GetProperty("sequence").GetInt64()}/proof"));
        var head = await audit.GetAsync("/v1/log/head");
        var database = audit.Service.Database;
        var box = await database.ScalarAsync<byte[]>($"SELECT sealed FROM payloads WHERE subject_pseudonym = '{subject}' LIMIT 1");
        var key = await database.ScalarAsync<byte[]>($"SELECT wrapped FROM payload_keys WHERE subject_pseudonym = '{subject}'");
        string[] texts = [subject, request, correlation, plan.ToString(), .. proofs.Select(p => p.GetProperty("nonce").GetString()!), Hex(box)[..64], Hex(key)[..64]];
        byte[][] bytes = [.. texts.Take(4).Select(Remains.Utf8), .. proofs.Select(p => Convert.FromHexString(p.GetProperty("nonce").GetString()!)), box[..32], key[..32]];
        await database.ExecuteAsync("ANALYZE");
        Assert.NotEmpty(await Remains.InTablesAsync(database, texts));
        Assert.NotEmpty(await Remains.InFilesAsync(database, bytes));
        Assert.NotEqual(false, await Remains.InDumpAsync(database, texts));

        await ReadingIsRecordedAsync();
        var erasure = await EraseAsync(subject);

        Assert.True(erasure.GetProperty("payloads").GetInt64() >= 30);
        await database.ExecuteAsync("ANALYZE");
        Assert.Empty(await Remains.InTablesAsync(database, texts));
        Assert.Empty(await Remains.InFilesAsync(database, bytes));
        Assert.NotEqual(true, await Remains.InDumpAsync(database, texts));

        foreach (var old in proofs)
        {
            Assert.True(Proves(old));
            var now = await audit.GetAsync($"/v1/entries/{old.GetProperty("leafIndex").GetInt64()}/proof");
            Assert.True(Proves(now));
            Assert.Equal(old.GetProperty("entry").GetString(), now.GetProperty("entry").GetString());
            Assert.False(now.TryGetProperty("payload", out var payload) && payload.ValueKind != JsonValueKind.Null);
        }

        var consistency = await audit.GetAsync($"/v1/log/consistency?first={head.GetProperty("size").GetInt64()}");
        Assert.Equal(head.GetProperty("rootHash").GetString(), consistency.GetProperty("firstRootHash").GetString());
        Assert.Equal("ok", (await audit.VerifyAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_entry_of_an_erasure_says_who_and_why_and_how_many_but_not_whose()
    {
        var subject = $"sub_{Random()}";
        await audit.Broker.PublishAsync(TestEvents.Envelope(TestEvents.Approved(subject)));
        var erased = Assert.Single(await audit.EntriesAsync($"subject={subject}&action=PlanApproved", 1));
        var erasure = await EraseAsync(subject);

        var entry = Assert.Single(await audit.EntriesAsync($"action=PayloadsErased&objectId={erasure.GetProperty("id").GetGuid()}", 1));
        Assert.Equal(("dpo-1", "gdpr-art-17"), (entry.GetProperty("actorId").GetString(), entry.GetProperty("reason").GetString()));
        var detail = await audit.GetAsync($"/v1/entries/{entry.GetProperty("sequence").GetInt64()}");
        Assert.DoesNotContain(subject, detail.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(detail.GetProperty("event").GetProperty("entries").EnumerateArray(), r => r.GetProperty("first").GetInt64() == erased.GetProperty("sequence").GetInt64());
        await audit.EntriesAsync($"action=PayloadErasureRequested&objectId={erasure.GetProperty("id").GetGuid()}", 1);

        var left = (await audit.GetAsync($"/v1/entries/{erased.GetProperty("sequence").GetInt64()}")).GetProperty("entry");
        Assert.True(left.GetProperty("isPayloadGone").GetBoolean());
        Assert.Equal(("PlanApproved", "u-1"), (left.GetProperty("action").GetString(), left.GetProperty("actorId").GetString()));
        await audit.EntriesAsync($"subject={subject}", 0);
    }

    [Fact]
    public async Task An_erased_event_that_is_delivered_again_stays_erased()
    {
        var subject = $"sub_{Random()}";
        var envelope = TestEvents.Envelope(TestEvents.Approved(subject));
        await audit.Broker.PublishAsync(envelope);
        await audit.EntriesAsync($"subject={subject}&action=PlanApproved", 1);
        await EraseAsync(subject);
        var next = $"sub_{Random()}";
        await audit.Broker.PublishAsync([envelope, TestEvents.Envelope(TestEvents.Approved(next))]);
        await audit.EntriesAsync($"subject={next}&action=PlanApproved", 1);

        await audit.EntriesAsync($"subject={subject}", 0);
    }

    [Theory]
    [InlineData("", "gdpr-art-17", "subjectPseudonym")]
    [InlineData("sub_x", "", "reason")]
    [InlineData("sub_x", "Because he asked", "reason")]
    [InlineData("sub_x", "gdpr-", "reason")]
    public async Task An_erasure_without_subject_or_reason_is_refused(string subject, string reason, string field)
    {
        using var dpo = audit.Service.Client("dpo-1", Permissions.AuditErase);
        using var response = await dpo.PostAsJsonAsync("/v1/erasures", new { subjectPseudonym = subject, reason }, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Whoever_may_only_read_can_not_erase()
    {
        using var response = await audit.Auditor.PostAsJsonAsync("/v1/erasures", new { subjectPseudonym = "sub_stays", reason = "gdpr-art-17" }, Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    /// <summary>The searches of this test are entries about the person too: they have to be in the log before it is erased.</summary>
    private async Task ReadingIsRecordedAsync()
    {
        var database = audit.Service.Database;
        await Eventually.TrueAsync(async () => await database.ScalarAsync<long>("SELECT count(*) FROM outbox") == 0, "nothing waits to be published");
        var marker = $"sub_{Random()}";
        await audit.PublishAsync(TestEvents.Approved(marker));
        await Eventually.TrueAsync(async () => await database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM payloads WHERE subject_pseudonym = '{marker}')"), "what was published before is recorded");
    }

    private async Task<JsonElement> EraseAsync(string subject)
    {
        using var dpo = audit.Service.Client("dpo-1", Permissions.AuditErase);
        using var response = await dpo.PostAsJsonAsync("/v1/erasures", new { subjectPseudonym = subject, reason = "gdpr-art-17" }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        JsonElement erasure = default;
        await Eventually.TrueAsync(async () =>
        {
            erasure = await dpo.GetFromJsonAsync<JsonElement>(response.Headers.Location, Cancel);
            return erasure.GetProperty("state").GetString() == "rewritten";
        }, "the erasure is done", TimeSpan.FromSeconds(90));
        return erasure;
    }

    private static bool Proves(JsonElement proof) => ProofVerifier.Inclusion(
        proof.GetProperty("leafIndex").GetInt64(),
        proof.GetProperty("treeSize").GetInt64(),
        MerkleHash.Leaf(proof.GetProperty("entry").GetBytesFromBase64()),
        [.. proof.GetProperty("hashes").EnumerateArray().Select(h => Convert.FromHexString(h.GetString()!))],
        Convert.FromHexString(proof.GetProperty("rootHash").GetString()!));

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
