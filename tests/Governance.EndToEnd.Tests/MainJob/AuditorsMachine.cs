using System.Diagnostics;
using System.Text.Json;
using Governance.Demo.Client;
using Governance.Demo.Walk;
using Governance.Testing;

namespace Governance.EndToEnd.Tests.MainJob;

/// <summary>What an auditor does with a certificate away from the platform: the files, the keys noted beforehand, and governance-verify.</summary>
internal sealed class AuditorsMachine(Actors actors) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("governance-auditor-").FullName;

    /// <returns>Exit code, and what it says.</returns>
    public async Task<(int Code, string Output)> VerifyAsync(byte[] certificate, Guid request)
    {
        var audit = actors.Auditor.Audit;
        var issued = (await audit.ListAsync<AuditEntry>($"/v1/entries?action=ErasureCertificateIssued&objectId={request}")).Single();
        // Some seconds pass until witnesses have seen the entry.
        var receipt = await Eventually.GetAsync(async () =>
        {
            try
            {
                return await audit.GetBytesAsync($"/v1/receipts/{issued.EventId}");
            }
            catch (ApiException)
            {
                return null;
            }
        }, "the receipt is there");
        var keys = await audit.GetAsync<JsonElement>("/v1/log/keys");
        string[] trust =
        [
            .. keys.GetProperty("keys").EnumerateArray().SelectMany(k => new[] { "--key", k.GetProperty("verifierKey").GetString()! }),
            .. keys.GetProperty("witnesses").EnumerateArray().SelectMany(w => new[] { "--witness", w.GetString()! }),
            "--quorum", $"{keys.GetProperty("quorum").GetInt32()}",
        ];
        return await RunAsync(["certificate", Write("certificate.json", certificate), "--receipt", Write("receipt.json", receipt), .. trust]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static async Task<(int Code, string Output)> RunAsync(string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "governance-verify.dll"), .. args]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
