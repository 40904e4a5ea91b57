using System.Net;
using System.Text.Json;
using Governance.Audit.Log;
using Governance.Audit.Tests.Log;
using Governance.Notes;
using Governance.Testing;
using Governance.Transparency.Tests.Witness;

namespace Governance.Audit.Tests.Checkpoints;

/// <summary>Each test has a service and witnesses of its own: they are lied to, stopped and restored.</summary>
public sealed class WitnessTests : IAsyncLifetime
{
    private readonly WitnessedAudit _audit = new();

    public ValueTask InitializeAsync() => _audit.InitializeAsync();

    public ValueTask DisposeAsync() => _audit.DisposeAsync();

    [Fact]
    public async Task Without_enough_witnesses_a_checkpoint_does_not_count_and_later_it_does()
    {
        await _audit.GrowAsync(5);
        await _audit.CheckpointAsync(5);
        _audit.Witnesses[1].Kill();
        await _audit.GrowAsync(5);
        await WitnessStateAsync(1, "failing", "unreachable");
        // One of two has cosigned; what is handed out has not moved. The log's own signature can be asked for.
        await Eventually.TrueAsync(async () => (await _audit.StatusAsync()).GetProperty("published").GetProperty("size").GetInt64() >= 10, "the log has signed");
        Assert.True((await _audit.CheckpointAsync(0)).Checkpoint.Size < 10);
        using (var covered = await _audit.Auditor.GetAsync(new Uri("/v1/entries/9/offline-proof", UriKind.Relative), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.Conflict, covered.StatusCode);
        using (var signed = await _audit.Auditor.GetAsync(new Uri("/v1/entries/9/offline-proof?witnessed=false", UriKind.Relative), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, signed.StatusCode);

        await _audit.Witnesses[1].StartAsync();
        var (note, _) = await _audit.CheckpointAsync(10);
        Assert.Equal(2, note.VerifiedBy([.. _audit.Witnesses.Select(w => w.Key)]).Count);
    }

    [Fact]
    public async Task A_lie_towards_one_witness_is_detected_and_never_counts_as_witnessed()
    {
        await _audit.GrowAsync(50);
        await _audit.CheckpointAsync(50);
        // Somebody with the log's key shows the second witness, while the service sleeps, another history.
        _audit.Witnesses[0].Kill();
        var known = await ShowAnotherHistoryAsync(_audit.Witnesses[1]);

        // The honest log goes on; it cannot be reconciled with what that witness saw.
        await _audit.Witnesses[0].StartAsync();
        await _audit.GrowAsync(100);
        await WitnessStateAsync(1, "objecting", "witness-saw-another-log");
        JsonElement? finding = null;
        await Eventually.TrueAsync(async () => (finding = (await SearchAsync("action=WitnessObjected")).Cast<JsonElement?>().FirstOrDefault(e => e!.Value.GetProperty("reason").GetString() == "witness-saw-another-log")) is not null, "the finding stands in the log");
        // One of two is no quorum, on either side.
        Assert.True((await _audit.CheckpointAsync(0)).Checkpoint.Size <= known);
        using var ready = await _audit.Anyone.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("\"checkpoints\":\"Degraded\"", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        AttackTable.IsAsDocumented(nameof(WitnessTests), [
            new("a lying server shows one witness another history, signed with the log's key", "that witness, and the service by its answer", finding!.Value.GetProperty("reason").GetString()!,
                "the next checkpoint; with a quorum of all, neither history counts as witnessed"),
        ]);
    }

    [Fact]
    public async Task A_log_cut_back_is_refused_raised_as_a_finding_and_seen_at_readiness()
    {
        await _audit.GrowAsync(40);
        var (_, before) = await _audit.CheckpointAsync(40);
        // As a superuser: the head and the edge of the tree of ten entries, as an old backup would have them.
        await _audit.Service.Database.ExecuteAsync($"""
            DELETE FROM entries WHERE sequence >= 10; DELETE FROM payloads WHERE sequence >= 10;
            UPDATE tiles SET hashes = substr(hashes, 1, 320) WHERE level = 0 AND index = 0;
            UPDATE log_head SET size = 10, root_hash = '\x{Convert.ToHexStringLower(await RootAsync(10))}';
            """);

        await Eventually.TrueAsync(async () => (await _audit.StatusAsync()).GetProperty("refusal").GetString() == "log-shrank", "nothing is signed any more");
        var status = await _audit.StatusAsync();
        Assert.Equal(before.Size, status.GetProperty("published").GetProperty("size").GetInt64());
        using var ready = await _audit.Anyone.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("\"checkpoints\":\"Unhealthy\"", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await Eventually.TrueAsync(
            async () => (await SearchAsync("action=CheckpointRefused")).Any(e => e.GetProperty("reason").GetString() == "log-shrank"), "the finding stands in the log");
        // Growing again past the published size heals nothing.
        await _audit.GrowAsync(60);
        await Eventually.TrueAsync(async () => (await _audit.StatusAsync()).GetProperty("refusal").GetString() == "history-rewritten", "the other history is refused");
        Assert.Equal(before.Size, (await _audit.CheckpointAsync(0)).Checkpoint.Size);
    }

    [Fact]
    public async Task When_log_and_published_folder_are_restored_together_the_witnesses_still_know()
    {
        await _audit.GrowAsync(30);
        await _audit.CheckpointAsync(30);
        var file = Path.Combine(_audit.Checkpoints.Published, "checkpoint");
        await using var old = await TestLog.CreateAsync();
        await CopyLogAsync(old, 20);
        using var signer = new NoteSigner(TestCheckpoints.Origin, SignatureType.Ed25519, _audit.Checkpoints.Seed);
        var note = new SignedNote(new Checkpoint(TestCheckpoints.Origin, 20, await RootAsync(20)).ToText(), []);
        await _audit.Service.Database.ExecuteAsync($"""
            DELETE FROM entries WHERE sequence >= 20;
            UPDATE tiles SET hashes = substr(hashes, 1, 640) WHERE level = 0 AND index = 0;
            UPDATE log_head SET size = 20, root_hash = '\x{Convert.ToHexStringLower(await RootAsync(20))}';
            """);
        await File.WriteAllBytesAsync(file, note.With([signer.Sign(note.TextBytes, DateTimeOffset.UnixEpoch)]).ToBytes(), TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(_audit.Checkpoints.Published, "witnessed"));

        await WitnessStateAsync(0, "objecting", null);
        await WitnessStateAsync(1, "objecting", null);
    }

    private async Task<List<JsonElement>> SearchAsync(string query)
    {
        using var answer = await _audit.Auditor.GetAsync(new Uri($"/v1/entries?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("items").EnumerateArray()];
    }

    private Task WitnessStateAsync(int index, string state, string? problem) => Eventually.TrueAsync(async () =>
    {
        var witness = (await _audit.StatusAsync()).GetProperty("witnesses")[index];
        return witness.GetProperty("state").GetString() == state && (problem is null || witness.GetProperty("problem").GetString() == problem);
    }, $"the witness is {state}", TimeSpan.FromSeconds(60));

    private async Task<byte[]> RootAsync(int size)
    {
        var tree = new Merkle.GrowingTreeOf(await _audit.Service.Database.ScalarAsync<byte[]>("SELECT hashes FROM tiles WHERE level = 0 AND index = 0"));
        return tree.Root(size);
    }

    /// <summary>The first entries of the service's log, as the same leaves in another database.</summary>
    private async Task CopyLogAsync(TestLog to, long size)
    {
        var root = await RootAsync((int)size);
        var hashes = await _audit.Service.Database.ScalarAsync<byte[]>($"SELECT substr(hashes, 1, {size * 32}) FROM tiles WHERE level = 0 AND index = 0");
        await to.Database.ExecuteAsync($"""
            INSERT INTO tiles (level, index, hashes) VALUES (0, 0, '\x{Convert.ToHexStringLower(hashes)}');
            UPDATE log_head SET size = {size}, root_hash = '\x{Convert.ToHexStringLower(root)}';
            """);
    }

    /// <summary>Returns the size up to which both histories agree. The service may show the witness more of the honest one meanwhile: then it is tried from there.</summary>
    private async Task<long> ShowAnotherHistoryAsync(WitnessProcess witness)
    {
        var known = 0L;
        await Eventually.TrueAsync(async () =>
        {
            known = await KnownSizeAsync(witness);
            await using var fork = await TestLog.CreateAsync();
            await CopyLogAsync(fork, known);
            await fork.Appender.AppendAsync(TestEvents.Pending(70), TestContext.Current.CancellationToken);
            return await SubmitAsync(fork, witness, known) == (HttpStatusCode.OK, known + 70);
        }, "the witness cosigns another history");
        return known;
    }

    private static async Task<long> KnownSizeAsync(WitnessProcess witness)
    {
        using var answer = await witness.Http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("logs")[0].GetProperty("size").GetInt64();
    }

    private async Task<(HttpStatusCode Status, long Size)> SubmitAsync(TestLog fork, WitnessProcess witness, long old)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(fork.Database.ConnectionString);
        var size = await fork.Database.ScalarAsync<long>("SELECT size FROM log_head");
        var root = await fork.Database.ScalarAsync<byte[]>("SELECT root_hash FROM log_head");
        var proof = await new Proofs.LogReader(source).HashAsync(Audit.Merkle.ProofShape.Consistency(old, size), TestContext.Current.CancellationToken);
        using var signer = new NoteSigner(TestCheckpoints.Origin, SignatureType.Ed25519, _audit.Checkpoints.Seed);
        var note = new SignedNote(new Checkpoint(TestCheckpoints.Origin, size, root).ToText(), []);
        var body = $"old {old}\n{string.Concat(proof!.Select(p => Convert.ToBase64String(p) + "\n"))}\n{note.With([signer.Sign(note.TextBytes, DateTimeOffset.UnixEpoch)])}";
        return ((await witness.AddAsync(System.Text.Encoding.UTF8.GetBytes(body))).Status, size);
    }
}
