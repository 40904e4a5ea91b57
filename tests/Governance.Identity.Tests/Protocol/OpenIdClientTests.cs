using System.Diagnostics;
using System.Text.Json;
using Governance.Identity.Tests.Support;

namespace Governance.Identity.Tests.Protocol;

/// <summary>The certified npm package openid-client as relying party, so that it isn't only our own code that finds us right.</summary>
public sealed class OpenIdClientTests(IdentityFixture identity)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "openid-client");

    [Fact]
    public async Task A_certified_client_gets_through_every_flow()
    {
        var user = await identity.NewUserAsync("dpo");
        var (npmStatus, npmOutput) = await RunAsync("npm", "ci --no-audit --no-fund", "");
        Assert.True(npmStatus == 0, npmOutput);

        var (status, output) = await RunAsync("node", "conformance.mjs", JsonSerializer.Serialize(new
        {
            issuer = identity.IssuerUrl,
            redirectUri = IdentityFixture.RedirectUri,
            signedOutUri = IdentityFixture.SignedOutUri,
            email = user.Email,
            password = user.Password,
            publicClient = IdentityFixture.PublicClient,
            webClient = IdentityFixture.WebClient,
            webSecret = identity.SecretOf(IdentityFixture.WebClient),
            machineClient = IdentityFixture.MachineClient,
            machineSecret = identity.SecretOf(IdentityFixture.MachineClient),
        }));

        Assert.True(status == 0, output);
        Assert.Equal(11, output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
    }

    private static async Task<(int Status, string Output)> RunAsync(string program, string arguments, string input)
    {
        using var timeout = new CancellationTokenSource(Limit);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} took longer than {Limit}.");
        }
        return (process.ExitCode, await output + await errors);
    }
}
