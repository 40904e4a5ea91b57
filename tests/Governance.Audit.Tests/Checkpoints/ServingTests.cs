using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Audit.Merkle;
using Governance.Audit.Tiles;
using Governance.Contracts;
using Governance.Notes;
using Governance.Testing;

namespace Governance.Audit.Tests.Checkpoints;

public sealed class ServingTests(WitnessedAudit audit) : IClassFixture<WitnessedAudit>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_checkpoint_is_handed_out_when_log_and_both_witnesses_have_signed_it()
    {
        await audit.GrowAsync(20);
        var (note, checkpoint) = await audit.CheckpointAsync(20);
        Assert.Equal(TestCheckpoints.Origin, checkpoint.Origin);
        Assert.Equal(3, note.VerifiedBy([audit.Checkpoints.Key, .. audit.Witnesses.Select(w => w.Key)]).Count);

        using var answer = await audit.Anyone.GetAsync(new Uri("/checkpoint", UriKind.Relative), Cancel);
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.True(answer.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task Tiles_and_entries_lead_to_the_root_of_the_checkpoint()
    {
        await audit.GrowAsync(600);
        var (_, checkpoint) = await audit.CheckpointAsync(600);
        var leaves = new List<byte[]>();
        for (var index = 0L; leaves.Count < checkpoint.Size; index++)
        {
            var width = (int)Math.Min(256, checkpoint.Size - (index * 256));
            var path = new TilePath(index, width).ToString();
            using var tile = await audit.Anyone.GetAsync(new Uri($"/tile/0/{path}", UriKind.Relative), Cancel);
            Assert.Equal(("application/octet-stream", true, 31536000), (tile.Content.Headers.ContentType!.ToString(), tile.Headers.CacheControl!.Public, tile.Headers.CacheControl.MaxAge!.Value.TotalSeconds));
            var hashes = (await tile.Content.ReadAsByteArrayAsync(Cancel)).Chunk(32).ToList();
            var bundle = await audit.Auditor.GetByteArrayAsync(new Uri($"/tile/entries/{path}", UriKind.Relative), Cancel);
            Assert.Equal(hashes, Entries(bundle).Select(e => MerkleHash.Leaf(e)));
            leaves.AddRange(hashes);
        }

        var tree = new GrowingTree();
        leaves.ForEach(leaf => tree.Append(leaf));
        Assert.Equal(checkpoint.Root, tree.Root());
        var upper = await audit.Anyone.GetByteArrayAsync(new Uri("/tile/1/000.p/2", UriKind.Relative), Cancel);
        Assert.Equal([.. TileId.Root(leaves.Take(256).SelectMany(l => l).ToArray()), .. TileId.Root(leaves.Skip(256).Take(256).SelectMany(l => l).ToArray())], upper);
    }

    [Theory]
    [InlineData("/tile/0/999")]
    [InlineData("/tile/00/000")]
    [InlineData("/tile/%2B0/000")]
    [InlineData("/tile/0/x001/000")]
    [InlineData("/tile/0/000.p/256")]
    [InlineData("/tile/0/000.p/0")]
    [InlineData("/tile/0/000.p/01")]
    [InlineData("/tile/0/000.p/")]
    [InlineData("/tile/0/0")]
    [InlineData("/tile/0/x000/000")]
    [InlineData("/tile/0/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("/tile/0/x999/x999/x999/x999/x999/999")]
    [InlineData("/tile/0/..%2f..%2f000")]
    [InlineData("/tile/64/000")]
    [InlineData("/tile/63/000")]
    [InlineData("/tile/5/000.p/1")]
    [InlineData("/tile/0/000.p/255.p/1")]
    [InlineData("/tile/0/-01")]
    public async Task What_is_no_tile_of_the_log_is_not_found_in_plain_text(string path)
    {
        await audit.GrowAsync(1);
        using var answer = await audit.Anyone.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Null(answer.Headers.CacheControl?.MaxAge);
    }

    [Fact]
    public async Task Hashes_are_for_anyone_and_entries_for_those_who_may_read_the_log()
    {
        await audit.GrowAsync(1);
        await audit.CheckpointAsync(1);
        using var stranger = audit.Service.Client("stranger", Permissions.AuditReceipts);
        using (var none = await audit.Anyone.GetAsync(new Uri("/tile/entries/000.p/1", UriKind.Relative), Cancel))
            Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        using (var refused = await stranger.GetAsync(new Uri("/tile/entries/000.p/1", UriKind.Relative), Cancel))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var read = await audit.Auditor.GetAsync(new Uri("/tile/entries/000.p/1", UriKind.Relative), Cancel);
        Assert.Equal((HttpStatusCode.OK, true), (read.StatusCode, read.Headers.CacheControl!.Private));
    }

    [Fact]
    public async Task Who_caused_an_entry_gets_a_receipt_that_holds_without_the_service_and_others_learn_nothing()
    {
        var message = TestEvents.Approved(actor: "analyst-7");
        await audit.Broker.PublishAsync(TestEvents.Envelope(message));
        using var actor = audit.Service.Client("analyst-7", Permissions.AuditReceipts);
        using var other = audit.Service.Client("analyst-8", Permissions.AuditReceipts);
        var receipt = await Eventually.GetAsync(async () =>
        {
            using var answer = await actor.GetAsync(new Uri($"/v1/receipts/{message.Header.EventId}", UriKind.Relative), Cancel);
            return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).ToString() : null;
        }, "the receipt is there");
        var json = JsonDocument.Parse(receipt).RootElement;

        Assert.True(json.GetProperty("witnessed").GetBoolean());
        var envelope = json.GetProperty("entry").GetBytesFromBase64();
        var (index, path, note) = ReadProof(json.GetProperty("proof").GetString()!);
        Assert.Equal(json.GetProperty("sequence").GetInt64(), index);
        Assert.Equal(3, note.VerifiedBy([audit.Checkpoints.Key, .. audit.Witnesses.Select(w => w.Key)]).Count);
        Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint));
        Assert.True(ProofVerifier.Inclusion(index, checkpoint.Size, MerkleHash.Leaf(envelope), path, checkpoint.Root));
        // What happened is what the leaf commits to.
        var commitment = HMACSHA256.HashData(Convert.FromHexString(json.GetProperty("nonce").GetString()!), json.GetProperty("payload").GetBytesFromBase64());
        Assert.Equal(Convert.ToHexStringLower(commitment), JsonDocument.Parse(envelope).RootElement.GetProperty("commitment").GetString());

        var mine = (await actor.GetFromJsonAsync<JsonElement>($"/v1/receipts?objectId={message.Header.ObjectId}", Cancel)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(message.Header.EventId, Assert.Single(mine).GetProperty("eventId").GetGuid());
        Assert.Empty((await other.GetFromJsonAsync<JsonElement>("/v1/receipts", Cancel)).GetProperty("items").EnumerateArray());
        using var refused = await other.GetAsync(new Uri($"/v1/receipts/{message.Header.EventId}", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(json.GetProperty("proof").GetString()!.Split('\n')[..2], (await audit.Auditor.GetStringAsync(new Uri($"/v1/entries/{index}/offline-proof", UriKind.Relative), Cancel)).Split('\n')[..2]);
        // Each of these reads is itself an entry.
        await ReadAsync("analyst-7", "receipt");
        await ReadAsync("auditor-1", "proof");

        Task ReadAsync(string who, string kind) => Eventually.TrueAsync(
            async () => (await audit.Auditor.GetFromJsonAsync<JsonElement>($"/v1/entries?actorId={who}&action=AuditEntriesRead&objectId={index}", Cancel)).GetProperty("items").EnumerateArray().Any(),
            $"the reading of the {kind} is an entry");
    }

    [Fact]
    public async Task Anyone_can_learn_the_public_keys_and_auditors_how_things_stand()
    {
        await audit.GrowAsync(3);
        var (_, checkpoint) = await audit.CheckpointAsync(3);
        var keys = await audit.Anyone.GetFromJsonAsync<JsonElement>("/v1/log/keys", Cancel);
        Assert.Equal((audit.Checkpoints.Key.ToString(), 2), (keys.GetProperty("keys")[0].GetProperty("verifierKey").GetString(), keys.GetProperty("quorum").GetInt32()));
        Assert.Equal(audit.Witnesses.Select(w => w.Key.ToString()), keys.GetProperty("witnesses").EnumerateArray().Select(w => w.GetString()!));

        var status = await audit.StatusAsync();
        Assert.True(status.GetProperty("witnessed").GetProperty("size").GetInt64() >= checkpoint.Size);
        Assert.Equal(JsonValueKind.Null, status.GetProperty("refusal").ValueKind);
        Assert.All(status.GetProperty("witnesses").EnumerateArray(), w => Assert.Equal("cosigned", w.GetProperty("state").GetString()));
    }

    private static IEnumerable<byte[]> Entries(byte[] bundle)
    {
        for (var at = 0; at < bundle.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.AsSpan(at));
            yield return bundle[(at + 2)..(at + 2 + length)];
            at += 2 + length;
        }
    }

    private static (long Index, List<byte[]> Path, SignedNote Note) ReadProof(string text)
    {
        var split = text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = text[..split].Split('\n');
        Assert.Equal("c2sp.org/tlog-proof@v1", head[0]);
        Assert.StartsWith("index ", head[1], StringComparison.Ordinal);
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(text[(split + 2)..]), out var note));
        return (long.Parse(head[1]["index ".Length..]), [.. head.Skip(2).Select(Convert.FromBase64String)], note);
    }
}
