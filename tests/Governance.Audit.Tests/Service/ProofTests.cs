using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Audit.Merkle;

namespace Governance.Audit.Tests.Service;

public sealed class ProofTests(RunningAudit audit) : IClassFixture<RunningAudit>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_entry_is_proved_against_the_head_and_an_older_size()
    {
        await FillAsync();
        var head = await audit.GetAsync("/v1/log/head");
        var size = head.GetProperty("size").GetInt64();
        foreach (var sequence in (long[])[0, 1, 17, 255, 256, size - 1])
        {
            var proof = await audit.GetAsync($"/v1/entries/{sequence}/proof?size={size}");
            Assert.Equal(head.GetProperty("rootHash").GetString(), proof.GetProperty("rootHash").GetString());
            Assert.True(Verifies(proof));

            var older = await audit.GetAsync($"/v1/entries/{sequence}/proof?size={sequence + 1}");
            Assert.Equal(sequence + 1, older.GetProperty("treeSize").GetInt64());
            Assert.True(Verifies(older));
        }
    }

    [Fact]
    public async Task The_log_is_proved_to_continue_every_older_one()
    {
        await FillAsync();
        foreach (var first in (int[])[1, 2, 100, 255, 256, 257])
        {
            var proof = await audit.GetAsync($"/v1/log/consistency?first={first}");
            Assert.True(ProofVerifier.Consistency(
                first,
                proof.GetProperty("second").GetInt64(),
                Hex(proof, "firstRootHash"),
                Hex(proof, "secondRootHash"),
                [.. proof.GetProperty("hashes").EnumerateArray().Select(h => Convert.FromHexString(h.GetString()!))]));
        }
    }

    [Fact]
    public async Task The_example_in_the_documentation_accepts_a_proof_and_refuses_a_changed_one()
    {
        Assert.SkipUnless(Python.IsPresent, "python3 is not installed.");
        await FillAsync();
        var proof = JsonSerializer.SerializeToNode(await audit.GetAsync("/v1/entries/131/proof"))!.AsObject();
        Assert.Equal((0, "proved\n"), await Python.RunAsync(Example(), proof.ToJsonString()));

        foreach (var change in Changes(proof))
            Assert.Equal((1, "NOT proved\n"), await Python.RunAsync(Example(), change.ToJsonString()));

        (proof["payload"], proof["nonce"]) = (null, null);
        Assert.Equal((0, "proved, payload gone\n"), await Python.RunAsync(Example(), proof.ToJsonString()));
    }

    [Fact]
    public async Task A_proof_that_would_not_hold_is_not_handed_out()
    {
        await FillAsync();
        await audit.Service.Database.ExecuteAsync("CREATE TABLE entry_before AS SELECT * FROM entries WHERE sequence = 40; UPDATE entries SET canonical = canonical || ' ' WHERE sequence = 40");
        using var response = await audit.Auditor.GetAsync(new Uri("/v1/entries/40/proof", UriKind.Relative), Cancel);
        await audit.Service.Database.ExecuteAsync("UPDATE entries SET canonical = (SELECT canonical FROM entry_before) WHERE sequence = 40");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("log-damaged", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.True(Verifies(await audit.GetAsync("/v1/entries/40/proof")));
    }

    private static string Example()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "audit.md"));
        var from = text.IndexOf("```python\n", StringComparison.Ordinal) + "```python\n".Length;
        return text[from..text.IndexOf("```", from, StringComparison.Ordinal)];
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Governance.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    private static IEnumerable<JsonObject> Changes(JsonObject proof)
    {
        yield return With("leafIndex", 132);
        yield return With("treeSize", 131);
        yield return With("entry", Convert.ToBase64String("{}"u8));
        yield return With("payload", Convert.ToBase64String("{}"u8));
        yield return With("nonce", new string('0', 64));
        yield return With("rootHash", new string('0', 64));
        yield return With("hashes", new JsonArray());
        yield return With("hashes", new JsonArray([.. proof["hashes"]!.AsArray().Skip(1).Select(h => h!.DeepClone())]));
        yield return With("hashes", new JsonArray([.. proof["hashes"]!.AsArray().Select(h => h!.DeepClone()), new string('0', 64)]));

        JsonObject With(string name, JsonNode value)
        {
            var copy = proof.DeepClone().AsObject();
            copy[name] = value;
            return copy;
        }
    }

    private static bool Verifies(JsonElement proof) => ProofVerifier.Inclusion(
        proof.GetProperty("leafIndex").GetInt64(),
        proof.GetProperty("treeSize").GetInt64(),
        MerkleHash.Leaf(proof.GetProperty("entry").GetBytesFromBase64()),
        [.. proof.GetProperty("hashes").EnumerateArray().Select(h => Convert.FromHexString(h.GetString()!))],
        Hex(proof, "rootHash"));

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    private async Task FillAsync()
    {
        if ((await audit.GetAsync("/v1/log/head")).GetProperty("size").GetInt64() >= 300)
            return;
        await audit.Broker.PublishAsync(Enumerable.Range(0, 300).Select(_ => TestEvents.Envelope(TestEvents.Approved("sub_proofs"))));
        await audit.EntriesAsync("subject=sub_proofs&limit=500", 300);
    }

    private static class Python
    {
        public static bool IsPresent => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, "python3")));

        public static async Task<(int ExitCode, string Output)> RunAsync(string script, string input)
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync(Cancel);
            await process.WaitForExitAsync(Cancel);
            return (process.ExitCode, output);
        }
    }
}
