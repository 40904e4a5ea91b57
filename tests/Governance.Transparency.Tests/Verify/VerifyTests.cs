using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Notes;

namespace Governance.Transparency.Tests.Verify;

public sealed class VerifyTests : IDisposable
{
    private static readonly byte[] Seed = [.. Enumerable.Range(3, 32).Select(i => (byte)i)];
    private readonly string _folder = Directory.CreateTempSubdirectory("governance-verify-").FullName;
    private readonly NaiveLog _log = new NaiveLog("log.example/a", Seed).Grow(600);
    private readonly NoteSigner _w1 = new("witness.example/w1", SignatureType.Cosignature, new byte[32]);
    private readonly NoteSigner _w2 = new("witness.example/w2", SignatureType.Cosignature, Seed);
    private readonly byte[] _certificate = Encoding.UTF8.GetBytes("""{"certificateId":"c-1","requestId":"r-1","formatVersion":1}""");

    private string[] Trust => ["--key", _log.Key.ToString(), "--witness", _w1.Key.ToString(), "--witness", _w2.Key.ToString()];

    [Fact]
    public async Task A_receipt_is_verified_and_every_change_of_it_is_not()
    {
        var receipt = Receipt(CertificateEntry());
        var (code, output) = await RunAsync("proof", "--receipt", Write("receipt.json", receipt));
        Assert.Equal((0, true, true, true), (code, output.StartsWith("VERIFIED\n", StringComparison.Ordinal), output.Contains("witness.example/w2", StringComparison.Ordinal), output.Contains("place 600", StringComparison.Ordinal)));

        var proof = receipt["proof"]!.GetValue<string>();
        await RefusedAsync(1, receipt, "entry", Convert.ToBase64String(_log.Entry(5)));
        await RefusedAsync(1, receipt, "payload", Convert.ToBase64String("{}"u8));
        await RefusedAsync(1, receipt, "nonce", new string('0', 64));
        await RefusedAsync(1, receipt, "proof", proof.Replace("index 600", "index 599", StringComparison.Ordinal));
        await RefusedAsync(1, receipt, "proof", proof.Replace("index 600", "index 1200", StringComparison.Ordinal));
        await RefusedAsync(3, receipt, "proof", proof.Replace("index 600", "index 0600", StringComparison.Ordinal));
        await RefusedAsync(3, receipt, "proof", proof[..^30]);
        await RefusedAsync(3, receipt, "entry", "not base64");
        await RefusedAsync(4, receipt, "proof", proof.Replace("\n601\n", "\n602\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signatures_of_strangers_count_for_nothing_and_too_few_witnesses_are_too_few()
    {
        var file = Write("receipt.json", Receipt(CertificateEntry(), witnesses: [_w1]));
        Assert.Equal(5, (await RunAsync("proof", "--receipt", file)).Code);
        Assert.Equal(0, (await RunAsync("proof", "--receipt", file, "--quorum", "1")).Code);
        var stranger = new VerifierKey(_log.Origin, SignatureType.Ed25519, Ed25519.PublicKey(RandomNumberGenerator.GetBytes(32)));
        Assert.Equal(4, (await VerifyProgram.RunAsync("proof", "--receipt", file, "--key", stranger.ToString())).Code);
        Assert.Equal(0, (await VerifyProgram.RunAsync("proof", "--receipt", file, "--key", _log.Key.ToString())).Code);

        // Another log's key signs no checkpoint of this one, also where both are trusted.
        using var other = new NoteSigner("log.example/b", SignatureType.Ed25519, RandomNumberGenerator.GetBytes(32));
        var text = new Checkpoint(_log.Origin, 1, _log.Root(1)).ToText();
        var forged = new SignedNote(text, [other.Sign(Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch)]);
        var (code, output) = await VerifyProgram.RunAsync(
            "proof", "--proof", Write("forged", Encoding.UTF8.GetBytes(_log.Proof(0, forged, 1))), "--entry", Write("entry", _log.Entry(0)), "--key", _log.Key.ToString(), "--key", other.Key.ToString());
        Assert.True(code == 4, output);
    }

    [Fact]
    public async Task A_certificate_is_verified_and_another_or_a_changed_one_is_not()
    {
        var receipt = Write("receipt.json", Receipt(CertificateEntry()));
        var certificate = Write("certificate.json", _certificate);
        var (code, output) = await RunAsync("certificate", certificate, "--receipt", receipt);
        Assert.True(code == 0, output);
        Assert.Contains("exactly this certificate", output, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(_certificate)), output, StringComparison.Ordinal);

        Assert.Equal(1, (await RunAsync("certificate", Write("other.json", "{\"certificateId\":\"c-2\",\"requestId\":\"r-1\",\"formatVersion\":1}"u8.ToArray()), "--receipt", receipt)).Code);
        Assert.Equal(1, (await RunAsync("certificate", Write("spaced.json", [.. _certificate, (byte)' ']), "--receipt", receipt)).Code);
        // An erased payload, and an entry that records something else, prove no certificate.
        var erased = Receipt(CertificateEntry());
        (erased["payload"], erased["nonce"]) = (null, null);
        Assert.Equal(1, (await RunAsync("certificate", certificate, "--receipt", Write("erased.json", erased))).Code);
        Assert.Equal(1, (await RunAsync("certificate", certificate, "--receipt", Write("other-entry.json", Receipt(CertificateEntry("Governance.Contracts.Dsar.V1:PlanApproved"))))).Code);
    }

    [Fact]
    public async Task A_whole_log_in_a_folder_is_verified_and_every_change_is_found()
    {
        _log.WriteTo(_folder, Cosigned(600));
        Assert.Equal(0, (await RunAsync("fsck", "--log", _folder, "--entries")).Code);
        foreach (var file in (string[])["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001"])
        {
            var path = Path.Combine(_folder, file);
            var good = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(path, [.. good[..40], (byte)(good[40] ^ 1), .. good[41..]], TestContext.Current.CancellationToken);
            Assert.Equal((file, 1), (file, (await RunAsync("fsck", "--log", _folder, "--entries")).Code));
            await File.WriteAllBytesAsync(path, good[..50], TestContext.Current.CancellationToken);
            Assert.Equal((file, 3), (file, (await RunAsync("fsck", "--log", _folder, "--entries")).Code));
            await File.WriteAllBytesAsync(path, good, TestContext.Current.CancellationToken);
        }

        File.Delete(Path.Combine(_folder, "tile", "0", "001"));
        Assert.Equal(6, (await RunAsync("fsck", "--log", _folder)).Code);
    }

    [Fact]
    public async Task The_log_of_today_continues_that_of_yesterday_or_it_was_rewritten()
    {
        _log.WriteTo(_folder, Cosigned(600));
        Assert.Equal(0, (await RunAsync("consistency", "--old", Write("old", Cosigned(257).ToBytes()), "--log", _folder)).Code);
        var forked = new NaiveLog(_log.Origin, Seed).Grow(256).Grow(1, "other");
        var (code, output) = await RunAsync("consistency", "--old", Write("forked", Cosign(forked.Checkpoint(257)).ToBytes()), "--log", _folder);
        Assert.Equal(1, code);
        Assert.Contains("rewritten", output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("consistency", "--old", Write("newer", Cosigned(600).ToBytes()), "--new", Write("older", Cosigned(500).ToBytes()), "--log", _folder)).Code);
    }

    [Fact]
    public async Task An_export_is_the_log_or_it_is_not()
    {
        var checkpoint = Write("checkpoint", Cosigned(600).ToBytes());
        var lines = Enumerable.Range(0, 600).Select(i => JsonSerializer.Serialize(new { kind = "entry", sequence = i, entry = Convert.ToBase64String(_log.Entry(i)) }) + "\n").ToList();
        Assert.Equal(0, (await ExportAsync(["{\"kind\":\"log\"}\n", .. lines, "{\"kind\":\"end\"}\n"])).Code);
        Assert.Equal(1, (await ExportAsync([.. lines.Take(599)])).Code);
        Assert.Equal(1, (await ExportAsync([.. lines.Where((_, i) => i != 300)])).Code);
        Assert.Equal(1, (await ExportAsync([.. lines.Take(300), lines[301], lines[300], .. lines.Skip(302)])).Code);
        Assert.Equal(1, (await ExportAsync([.. lines.Take(300), lines[300].Replace(Convert.ToBase64String(_log.Entry(300)), Convert.ToBase64String(_log.Entry(301)), StringComparison.Ordinal), .. lines.Skip(301)])).Code);
        Assert.Equal(3, (await ExportAsync([.. lines.Take(300), lines[300][..40]])).Code);
        Assert.Equal(3, (await ExportAsync(["\0\0\0\n"])).Code);

        // What an entry says in detail is what it commits to, or the export is not the log's.
        var index = CertificateEntry();
        checkpoint = Write("checkpoint", Cosigned(601).ToBytes());
        var (code, output) = await ExportAsync([.. lines, Detailed(Payload(), Seed)]);
        Assert.Equal((0, true), (code, output.Contains("details of 1 of them", StringComparison.Ordinal)));
        Assert.Equal(1, (await ExportAsync([.. lines, Detailed("{}"u8, Seed)])).Code);
        Assert.Equal(1, (await ExportAsync([.. lines, Detailed(Payload(), new byte[32])])).Code);

        string Detailed(ReadOnlySpan<byte> payload, byte[] nonce) => JsonSerializer.Serialize(new
        {
            sequence = index,
            entry = Convert.ToBase64String(_log.Entry(index)),
            payload = Convert.ToBase64String(payload),
            nonce = Convert.ToHexStringLower(nonce),
        }) + "\n";

        Task<(int Code, string Output)> ExportAsync(IEnumerable<string> content) =>
            RunAsync("fsck", "--export", Write("export.jsonl", Encoding.UTF8.GetBytes(string.Concat(content))), "--checkpoint", checkpoint);
    }

    [Fact]
    public async Task Wrong_usage_and_missing_files_have_codes_of_their_own()
    {
        Assert.Equal(2, (await VerifyProgram.RunAsync()).Code);
        Assert.Equal(2, (await VerifyProgram.RunAsync("nonsense")).Code);
        Assert.Equal(2, (await VerifyProgram.RunAsync("proof", "--receipt", "x")).Code);
        Assert.Equal(2, (await RunAsync("proof")).Code);
        Assert.Equal(2, (await RunAsync("proof", "--receipt", Write("r", [1]), "--quorum", "3")).Code);
        Assert.Equal(2, (await VerifyProgram.RunAsync("proof", "--receipt", Write("r", [1]), "--key", "log.example+00000000+AAAA")).Code);
        Assert.Equal(6, (await RunAsync("proof", "--receipt", Path.Combine(_folder, "missing"))).Code);
        Assert.Equal(6, (await RunAsync("fsck", "--log", "http://127.0.0.1:1/")).Code);
        Assert.Equal(2, (await RunAsync("fsck", "--log", "")).Code);
        Assert.Equal(3, (await RunAsync("fsck", "--log", "http://127.0.0.1:1/", "--token-file", Write("token", "two\r\nlines"u8.ToArray()))).Code);
        Assert.Equal(3, (await RunAsync("proof", "--receipt", "/dev/zero")).Code);
        Assert.Equal(0, (await VerifyProgram.RunAsync("--help")).Code);
    }

    [Fact]
    public async Task Hostile_files_are_refused_as_unusable()
    {
        byte[][] hostile =
        [
            [], [0], RandomNumberGenerator.GetBytes(5000), "{"u8.ToArray(), "null"u8.ToArray(), "[]"u8.ToArray(), Encoding.UTF8.GetBytes(new string('[', 100_000)),
            "{\"proof\":\"\\ud800\",\"entry\":\"AAAA\"}"u8.ToArray(), "{\"proof\":1,\"entry\":2}"u8.ToArray(), Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 5_000_000) + "\"}"),
        ];
        foreach (var content in hostile)
        {
            Assert.Equal(3, (await RunAsync("proof", "--receipt", Write("hostile", content))).Code);
            Assert.Equal(3, (await RunAsync("proof", "--proof", Write("hostile", content), "--entry", Write("entry", [1]))).Code);
        }
    }

    [Fact]
    public void Random_damage_of_proofs_never_passes_and_never_throws_anything_but_a_refusal()
    {
        var index = CertificateEntry();
        var good = Encoding.UTF8.GetBytes(_log.Proof(index, Cosigned(index + 1), index + 1));
        var trust = new Governance.Verify.Trust([Key(_log.Key, 1)], [Key(_w1.Key, 4), Key(_w2.Key, 4)], 0);
        var random = new Random(20310509);
        var passed = 0;
        for (var round = 0; round < 1500; round++)
        {
            var bad = Damage.Of(good, random);
            try
            {
                var proof = Governance.Verify.ProofFile.Parse(bad);
                var checkpoint = Governance.Verify.Checks.Proof(_log.Entry(index), proof, trust, TextWriter.Null);
                // Only what was signed passes: at most an unsigned line or a signature is gone.
                Assert.Equal((_log.Origin, index + 1L), (checkpoint.Origin, checkpoint.Size));
                passed++;
            }
            catch (Governance.Verify.Refusal)
            {
                // As it should be.
            }
        }

        Assert.True(passed < 200, "Damage mostly shows.");
    }

    [Fact]
    public void Its_own_signature_check_agrees_with_that_of_OpenSSL()
    {
        for (var round = 0; round < 12; round++)
        {
            var (seed, message) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(round * 7));
            var (key, signature) = (Ed25519.PublicKey(seed), Ed25519.Sign(seed, message));
            Assert.True(Governance.Verify.Ed25519.Verify(key, message, signature));
            for (var flip = 0; flip < 4; flip++)
            {
                var changed = (byte[])signature.Clone();
                var bit = RandomNumberGenerator.GetInt32(512);
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(Governance.Verify.Ed25519.Verify(key, message, changed));
            }
        }

        foreach (var vector in Notes.Ed25519Tests.Vectors)
        {
            var (_, key, message, signature) = vector.Data;
            Assert.True(Governance.Verify.Ed25519.Verify(Convert.FromHexString(key), Convert.FromHexString(message), Convert.FromHexString(signature)));
            // The same signature with S + L is no other signature: it is none.
            var s = new System.Numerics.BigInteger(Convert.FromHexString(signature).AsSpan(32), isUnsigned: true) + System.Numerics.BigInteger.Pow(2, 252) + System.Numerics.BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
            var malleable = (byte[])[.. Convert.FromHexString(signature).Take(32), .. s.ToByteArray(isUnsigned: true)];
            Assert.False(Governance.Verify.Ed25519.Verify(Convert.FromHexString(key), Convert.FromHexString(message), malleable));
        }
    }

    public void Dispose()
    {
        _w1.Dispose();
        _w2.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Governance.Verify.TrustedKey Key(VerifierKey key, byte type) => Governance.Verify.TrustedKey.Parse(key.ToString(), type);

    private Task<(int Code, string Output)> RunAsync(params string[] args) => VerifyProgram.RunAsync([.. args, .. Trust]);

    private async Task RefusedAsync(int code, JsonObject receipt, string field, string value)
    {
        var changed = receipt.DeepClone().AsObject();
        changed[field] = value;
        var (actual, output) = await RunAsync("proof", "--receipt", Write("changed.json", changed));
        Assert.Equal((field, value, code), (field, value, actual));
        Assert.StartsWith("NOT VERIFIED\n", output, StringComparison.Ordinal);
    }

    /// <summary>An entry as the audit service makes them: the envelope commits to the payload under a nonce.</summary>
    private int CertificateEntry(string type = "Governance.Contracts.Dsar.V1:ErasureCertificateIssued") => _log.Append(Encoding.UTF8.GetBytes(
        $$"""{"actor":{"id":"dsar","type":"service"},"commitment":"{{Convert.ToHexStringLower(HMACSHA256.HashData(Seed, Payload()))}}","id":"e-1","occurredAt":"2031-01-01T00:00:00.000000Z","outcome":"success","recordedAt":"2031-01-01T00:00:01.000000Z","source":"dsar","type":"{{type}}","v":2}"""));

    private byte[] Payload() => Encoding.UTF8.GetBytes($$"""{"certificateHash":"{{Convert.ToHexStringLower(SHA256.HashData(_certificate))}}","certificateId":"c-1"}""");

    private JsonObject Receipt(int index, NoteSigner[]? witnesses = null) => new()
    {
        ["entry"] = Convert.ToBase64String(_log.Entry(index)),
        ["proof"] = _log.Proof(index, Cosign(_log.Checkpoint(index + 1), witnesses), index + 1),
        ["payload"] = Convert.ToBase64String(Payload()),
        ["nonce"] = Convert.ToHexStringLower(Seed),
    };

    private SignedNote Cosigned(int size) => Cosign(_log.Checkpoint(size));

    private SignedNote Cosign(SignedNote note, NoteSigner[]? witnesses = null) => note.With((witnesses ?? [_w1, _w2]).Select(w => w.Sign(note.TextBytes, DateTimeOffset.UnixEpoch.AddYears(61))));

    private string Write(string name, JsonObject content) => Write(name, Encoding.UTF8.GetBytes(content.ToJsonString()));

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
