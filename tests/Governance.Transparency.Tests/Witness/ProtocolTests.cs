using System.Net;
using System.Security.Cryptography;
using System.Text;
using Governance.Notes;

namespace Governance.Transparency.Tests.Witness;

/// <summary>C2SP tlog-witness, status by status.</summary>
public sealed class ProtocolTests : IAsyncLifetime
{
    private static readonly byte[] Seed = [.. Enumerable.Range(7, 32).Select(i => (byte)i)];
    private readonly NaiveLog _log = new NaiveLog("log.example/a", Seed).Grow(300);
    private readonly WitnessProcess _witness;

    public ProtocolTests() => _witness = new WitnessProcess(_log.Key);

    public async ValueTask InitializeAsync() => await _witness.StartAsync();

    public ValueTask DisposeAsync()
    {
        _witness.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_log_that_only_grows_is_cosigned_step_by_step()
    {
        var old = 0;
        foreach (var size in (int[])[1, 2, 3, 8, 8, 13, 64, 65, 127, 300])
        {
            var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            var (status, body, _) = await _witness.AddAsync(_log.Request(old, size));
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.EndsWith("\n", body, StringComparison.Ordinal);
            Assert.True(NoteSignature.TryParse(body.TrimEnd('\n'), out var line));
            Assert.True(_witness.Key.Verifies(_log.Checkpoint(size).TextBytes, line));
            Assert.True(Cosignature.TryRead(line, out var time, out _));
            Assert.InRange(time, before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
            old = size;
        }
    }

    [Fact]
    public async Task Another_old_size_is_answered_with_the_known_one()
    {
        await CosignAsync(0, 10);
        foreach (var (old, size) in new[] { (0, 20), (9, 20), (11, 20), (0, 5), (0, 10), (3, 5) })
            Assert.Equal((HttpStatusCode.Conflict, "10\n", "text/x.tlog.size"), await _witness.AddAsync(_log.Request(old, size)));
    }

    [Fact]
    public async Task An_unknown_log_and_a_checkpoint_that_it_did_not_sign_are_refused()
    {
        var stranger = new NaiveLog("log.example/b", Seed).Grow(5);
        var impostor = new NaiveLog(_log.Origin, RandomNumberGenerator.GetBytes(32)).Grow(5);
        Assert.Equal(HttpStatusCode.NotFound, (await _witness.AddAsync(stranger.Request(0, 5))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _witness.AddAsync(impostor.Request(0, 5))).Status);
        // Even an old size that can't be is told only to who can sign.
        Assert.Equal(HttpStatusCode.Forbidden, (await _witness.AddAsync(NaiveLog.Request(9, [], impostor.Checkpoint(5)))).Status);
        // A signature more by somebody unknown does no harm, a wrong one in the log's name does.
        Assert.Equal(HttpStatusCode.OK, (await _witness.AddAsync(NaiveLog.Request(0, [], _log.Checkpoint(5).With(stranger.Checkpoint(5).Signatures)))).Status);
        var forged = _log.Checkpoint(6);
        forged.Signatures[0].Bytes[40] ^= 1;
        Assert.Equal(HttpStatusCode.Forbidden, (await _witness.AddAsync(NaiveLog.Request(5, _log.Consistency(5, 6), forged))).Status);
    }

    [Fact]
    public async Task Another_tree_of_the_same_size_is_a_conflict_and_of_a_larger_size_has_no_proof()
    {
        await CosignAsync(0, 10);
        var liar = new NaiveLog(_log.Origin, Seed).Grow(9).Grow(1, "other").Grow(50);

        Assert.Equal((HttpStatusCode.Conflict, "10\n", "text/x.tlog.size"), await _witness.AddAsync(liar.Request(10, 10)));
        // The other root is what counts, whatever is sent along.
        Assert.Equal(HttpStatusCode.Conflict, (await _witness.AddAsync(NaiveLog.Request(10, [new byte[32]], liar.Checkpoint(10)))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _witness.AddAsync(liar.Request(10, 40))).Status);
        // And after the lie the truth is still cosigned.
        await CosignAsync(10, 40);
    }

    [Fact]
    public async Task Signatures_of_strangers_however_many_and_long_do_not_fill_the_witness_memory()
    {
        var (dull, long_) = (new NoteSignature("x", 1, [1]), new NoteSignature("x", 1, new byte[190_000]));
        var checkpoint = _log.Checkpoint(5);
        Assert.Equal(HttpStatusCode.OK, (await _witness.AddAsync(NaiveLog.Request(0, [], checkpoint.With(Enumerable.Repeat(dull, SignedNote.MaxSignatures - 1))))).Status);
        Assert.Equal(HttpStatusCode.OK, (await _witness.AddAsync(NaiveLog.Request(5, [], checkpoint.With([long_])))).Status);
        await CosignAsync(5, 300);
        // As long as a note may be, in the log's own words: there is no room for the cosignature.
        var start = _log.Checkpoint(300).Text;
        var full = _log.Signed(start + new string('e', SignedNote.MaxBytes - start.Length - 200) + "\n");
        Assert.Equal(HttpStatusCode.BadRequest, (await _witness.AddAsync(NaiveLog.Request(300, [], full))).Status);
        await CosignAsync(300, 300);
    }

    [Fact]
    public async Task Every_change_of_a_proof_is_refused()
    {
        await CosignAsync(0, 100);
        var proof = _log.Consistency(100, 300);
        var none = new byte[32];
        List<List<byte[]>> bad =
        [
            [], [.. proof.Skip(1)], [.. proof.SkipLast(1)], [none, .. proof], [.. proof, none], [.. proof.AsEnumerable().Reverse()], _log.Consistency(99, 300), _log.Consistency(100, 299),
            .. Enumerable.Range(0, proof.Count).Select(i => proof.Select((p, at) => at == i ? [.. p[..31], (byte)(p[31] ^ 1)] : p).ToList()),
        ];
        foreach (var hashes in bad)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _witness.AddAsync(NaiveLog.Request(100, hashes, _log.Checkpoint(300)))).Status);
        // From nothing, and to the same size, the proof is empty.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _witness.AddAsync(NaiveLog.Request(100, proof, _log.Checkpoint(100)))).Status);
        await CosignAsync(100, 300);
    }

    [Fact]
    public async Task What_is_no_request_is_a_bad_request()
    {
        var checkpoint = _log.Checkpoint(5).ToString();
        string[] bad =
        [
            "", "\n", "old 0\n", $"old 0\n{checkpoint}", $"old\n\n{checkpoint}", $"old 00\n\n{checkpoint}", $"old -1\n\n{checkpoint}", $"Old 0\n\n{checkpoint}", $"old 0 \n\n{checkpoint}",
            $"old 6\n\n{checkpoint}", $"old 9223372036854775808\n\n{checkpoint}", $"old 0\nAAAA\n\n{checkpoint}", $"old 0\n{new string('A', 44)}\n\n{checkpoint}",
            $"old 0\n{string.Concat(Enumerable.Repeat(Convert.ToBase64String(new byte[32]) + "\n", 64))}\n{checkpoint}", "old 0\n\nnot a checkpoint\n", $"old 0\n\n{checkpoint[..^1]}",
        ];
        foreach (var body in bad)
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, (await _witness.AddAsync(Encoding.UTF8.GetBytes(body))).Status));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _witness.AddAsync(new byte[1024 * 1024])).Status);
        using var get = await _witness.Http.GetAsync(new Uri("add-checkpoint", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
        await CosignAsync(0, 5);
    }

    [Fact]
    public async Task Of_requests_at_once_for_different_trees_only_one_is_cosigned()
    {
        var logs = Enumerable.Range(0, 16).Select(i => new NaiveLog(_log.Origin, Seed).Grow(7, $"fork {i}")).ToList();
        var answers = await Task.WhenAll(logs.Select(l => Task.Run(() => _witness.AddAsync(l.Request(0, 7)))));
        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.Equal(15, answers.Count(a => a == (HttpStatusCode.Conflict, "7\n", "text/x.tlog.size")));
    }

    [Fact]
    public async Task Random_damage_is_never_cosigned_unless_it_is_still_the_logs_own_word()
    {
        await CosignAsync(0, 100);
        var good = _log.Request(100, 300);
        var random = new Random(20310507);
        for (var round = 0; round < 1500; round++)
        {
            var body = Damage.Of(good, random);
            var (status, answer, _) = await _witness.AddAsync(body);
            Assert.True((int)status < 500, $"status {(int)status}");
            if (status != HttpStatusCode.OK)
                continue;
            // Damage beside the point, for example a lost signature of somebody unknown: what was cosigned is the log's.
            Assert.True(NoteSignature.TryParse(answer.TrimEnd('\n'), out var line));
            Assert.True(_witness.Key.Verifies(_log.Checkpoint(300).TextBytes, line) || _witness.Key.Verifies(_log.Checkpoint(100).TextBytes, line));
        }
    }

    private async Task CosignAsync(int old, int size) => Assert.Equal(HttpStatusCode.OK, (await _witness.AddAsync(_log.Request(old, size))).Status);
}
