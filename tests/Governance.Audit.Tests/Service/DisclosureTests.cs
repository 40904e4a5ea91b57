using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Audit.Merkle;
using Governance.Audit.Tests.Erasure;
using Governance.Contracts;
using Governance.Testing;

namespace Governance.Audit.Tests.Service;

/// <summary>What is handed out of the log, and that each time is itself an entry.</summary>
public sealed class DisclosureTests(RunningAudit audit) : IClassFixture<RunningAudit>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_read_of_the_log_is_itself_an_entry_of_whom_it_showed()
    {
        await audit.Broker.PublishAsync(TestEvents.Envelope(TestEvents.Approved("sub_read")));
        var sequence = Assert.Single(await audit.EntriesAsync("subject=sub_read&action=PlanApproved", 1)).GetProperty("sequence").GetInt64();
        using var reader = audit.Service.Client("reader-1", Permissions.AuditRead, Permissions.AuditExport);
        foreach (var path in (string[])["/v1/entries?subject=sub_read&action=PlanApproved", $"/v1/entries/{sequence}", $"/v1/entries/{sequence}/proof", "/v1/entries/export?subject=sub_read&action=PlanApproved"])
            await reader.GetStringAsync(new Uri(path, UriKind.Relative), Cancel);

        var reads = await audit.EntriesAsync("subject=sub_read&actorId=reader-1&action=AuditEntriesRead", 4);
        var told = new List<JsonElement>();
        foreach (var read in reads)
            told.Add((await audit.GetAsync($"/v1/entries/{read.GetProperty("sequence").GetInt64()}")).GetProperty("event"));
        Assert.Equal(["entry", "export", "proof", "search"], told.Select(e => e.GetProperty("kind").GetString()).Order());
        Assert.All(told, e => Assert.Equal(1, e.GetProperty("count").GetInt32()));
        Assert.Equal(["subject", "action"], told.Single(e => e.GetProperty("kind").GetString() == "search").GetProperty("filters").EnumerateArray().Select(f => f.GetString()));
    }

    [Fact]
    public async Task A_search_that_finds_nothing_does_not_bring_back_whom_it_asked_for()
    {
        using var reader = audit.Service.Client("reader-2", Permissions.AuditRead, Permissions.AuditExport);
        await reader.GetStringAsync(new Uri("/v1/entries?subject=sub_unheard_of", UriKind.Relative), Cancel);
        await reader.GetStringAsync(new Uri("/v1/entries/export?subject=sub_unheard_of", UriKind.Relative), Cancel);
        await audit.EntriesAsync("actorId=reader-2&action=AuditEntriesRead", 2);

        Assert.Empty(await Remains.InTablesAsync(audit.Service.Database, ["sub_unheard_of"]));
    }

    [Fact]
    public async Task An_export_proves_every_entry_against_one_root_and_says_where_it_ends()
    {
        await audit.Broker.PublishAsync(Enumerable.Range(0, 620).Select(_ => TestEvents.Envelope(TestEvents.Approved("sub_export"))));
        await audit.EntriesAsync("subject=sub_export&action=PlanApproved&limit=500&order=newest", 500);
        await Eventually.TrueAsync(async () => await audit.Service.Database.ScalarAsync<long>("SELECT count(*) FROM payloads WHERE subject_pseudonym = 'sub_export' AND object_type = 'subject-request'") == 620, "all are recorded");

        var text = await audit.Auditor.GetStringAsync(new Uri("/v1/entries/export?subject=sub_export&action=PlanApproved", UriKind.Relative), Cancel);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();

        Assert.Equal(622, lines.Count);
        Assert.Equal(("log", "end", 620), (lines[0].GetProperty("kind").GetString(), lines[^1].GetProperty("kind").GetString(), lines[^1].GetProperty("entries").GetInt32()));
        var (size, root) = (lines[0].GetProperty("treeSize").GetInt64(), Convert.FromHexString(lines[0].GetProperty("rootHash").GetString()!));
        Assert.All(lines[1..^1], line =>
        {
            var envelope = line.GetProperty("entry").GetBytesFromBase64();
            Assert.True(ProofVerifier.Inclusion(line.GetProperty("sequence").GetInt64(), size, MerkleHash.Leaf(envelope), Hashes(line), root));
            var commitment = JsonSerializer.Deserialize<JsonElement>(envelope).GetProperty("commitment").GetString();
            Assert.Equal(commitment, Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromHexString(line.GetProperty("nonce").GetString()!), line.GetProperty("payload").GetBytesFromBase64())));
        });
        Assert.Equal(620, lines[1..^1].Select(l => l.GetProperty("sequence").GetInt64()).Distinct().Count());
    }

    [Fact]
    public async Task Reading_is_not_enough_to_export()
    {
        using var reader = audit.Service.Client("reader-3", Permissions.AuditRead);
        using var response = await reader.GetAsync(new Uri("/v1/entries/export", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static List<byte[]> Hashes(JsonElement proof) => [.. proof.GetProperty("hashes").EnumerateArray().Select(h => Convert.FromHexString(h.GetString()!))];
}
