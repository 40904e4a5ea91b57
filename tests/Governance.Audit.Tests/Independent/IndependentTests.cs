using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Audit.Tests.Checkpoints;
using Governance.Contracts;
using Governance.Notes;
using Governance.Testing;

namespace Governance.Audit.Tests.Independent;

/// <summary>What the running service hands out, checked by programs that share no code with it.</summary>
public sealed class IndependentTests(WitnessedAudit audit) : IClassFixture<WitnessedAudit>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_implementation_verifies_checkpoint_cosignatures_tiles_entries_and_proofs()
    {
        await audit.GrowAsync(300);
        await audit.CheckpointAsync(300);
        var (code, output) = await PythonAsync(audit.Checkpoints.Key, [.. audit.Witnesses.Select(w => w.Key)]);
        Assert.True(code == 0, output);
        Assert.StartsWith("verified 3", output, StringComparison.Ordinal);

        // And it does check: with somebody else's key nothing is verified.
        var stranger = new VerifierKey(TestCheckpoints.Origin, SignatureType.Ed25519, Ed25519.PublicKey(RandomNumberGenerator.GetBytes(32)));
        Assert.Equal(1, (await PythonAsync(stranger, [.. audit.Witnesses.Select(w => w.Key)])).Code);
        await audit.Service.Database.ExecuteAsync("UPDATE tiles SET hashes = set_byte(hashes, 70, get_byte(hashes, 70) # 1) WHERE level = 0 AND index = 0");
        var damaged = await PythonAsync(audit.Checkpoints.Key, [.. audit.Witnesses.Select(w => w.Key)]);
        await audit.Service.Database.ExecuteAsync("UPDATE tiles SET hashes = set_byte(hashes, 70, get_byte(hashes, 70) # 1) WHERE level = 0 AND index = 0");
        Assert.Equal(1, damaged.Code);
    }

    [Fact]
    public async Task Governance_verify_checks_the_running_log_and_a_receipt_of_it()
    {
        var message = TestEvents.Approved(actor: "analyst-9");
        await audit.Broker.PublishAsync(TestEvents.Envelope(message));
        using var actor = audit.Service.Client("analyst-9", Permissions.AuditReceipts);
        var receipt = Path.Combine(audit.Checkpoints.Root, "receipt.json");
        await Eventually.TrueAsync(async () =>
        {
            using var answer = await actor.GetAsync(new Uri($"/v1/receipts/{message.Header.EventId}", UriKind.Relative), Cancel);
            if (answer.IsSuccessStatusCode)
                await File.WriteAllBytesAsync(receipt, await answer.Content.ReadAsByteArrayAsync(Cancel), Cancel);
            return answer.IsSuccessStatusCode;
        }, "the receipt is there");
        var token = Path.Combine(audit.Checkpoints.Root, "token");
        await File.WriteAllTextAsync(token, audit.Service.Issuer.Token("auditor-1", [Permissions.AuditRead]), Cancel);
        var keys = await audit.Anyone.GetFromJsonAsync<JsonElement>("/v1/log/keys", Cancel);
        string[] trust =
        [
            "--key", keys.GetProperty("keys")[0].GetProperty("verifierKey").GetString()!,
            .. keys.GetProperty("witnesses").EnumerateArray().SelectMany(w => (string[])["--witness", w.GetString()!]),
        ];

        var proof = await RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "governance-verify.dll"), "proof", "--receipt", receipt, .. trust]);
        Assert.True(proof.Code == 0, proof.Output);
        Assert.Contains("PlanApproved", proof.Output, StringComparison.Ordinal);
        Assert.Contains("exactly those that were recorded", proof.Output, StringComparison.Ordinal);
        var whole = await RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "governance-verify.dll"), "fsck", "--log", audit.Service.BaseAddress.AbsoluteUri, "--token-file", token, "--entries", .. trust]);
        Assert.True(whole.Code == 0, whole.Output);
        var hashesOnly = await RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "governance-verify.dll"), "fsck", "--log", audit.Service.BaseAddress.AbsoluteUri, .. trust]);
        Assert.Equal(0, hashesOnly.Code);
        Assert.Contains("0 of them were read", hashesOnly.Output, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output)> PythonAsync(VerifierKey log, IReadOnlyList<VerifierKey> witnesses) => RunAsync(
        File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3",
        [
            Path.Combine(AppContext.BaseDirectory, "check_log.py"), audit.Service.BaseAddress.AbsoluteUri, audit.Service.Issuer.Token("auditor-1", [Permissions.AuditRead]),
            log.ToString(), .. witnesses.Select(w => w.ToString()),
        ]);

    private static async Task<(int Code, string Output)> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output + await errors);
    }
}
