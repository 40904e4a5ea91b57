using System.Net;
using System.Net.Http.Json;
using Governance.LocalStack.Stack;

namespace Governance.LocalStack.Cli;

/// <summary>What somebody who has just started the stack wants to know.</summary>
internal static class StackInfo
{
    private static readonly string[] Roles = ["admin", "dpo", "privacy-analyst", "legal-reviewer", "data-owner", "auditor"];

    public static async Task WriteAsync(GovernanceStack stack, TextWriter output, CancellationToken ct)
    {
        await output.WriteLineAsync("\nServices (OpenAPI at /openapi/v1.json, health at /health/ready)".AsMemory(), ct);
        foreach (var name in stack.ServiceNames)
        {
            await output.WriteLineAsync($"  {name,-12} {stack.Url(name)}".AsMemory(), ct);
        }

        foreach (var name in GovernanceStack.WitnessNames)
        {
            await output.WriteLineAsync($"  {name,-12} {stack.Url(name)}  (watches the audit log)".AsMemory(), ct);
        }

        var secrets = stack.Folder.Secrets.Folder;
        await output.WriteLineAsync($"""

            Demo users    {string.Join(", ", Roles.Select(GovernanceStack.DemoUser))}
              password    {stack.DemoPassword}  (of all of them; for this demo only)
            Product team  client shop-team, its secret is in {Path.Combine(secrets, "client-shop-team")}
            First administrator of your own: {(await IsSetUpAsync(stack, ct) ? "already made" : $"POST {stack.Url("identity")}v1/setup with the one-time set-up secret {stack.SetupSecret}")}

            Mail is caught in {stack.MailFolder}
            Logs              {stack.Folder.LogFolder}
            Secrets           {secrets}

            Stop: ./run --stop    Start again: ./run    Delete everything: ./run --reset
            """.AsMemory(), ct);
    }

    /// <summary>Asks with a wrong secret: identity answers 410 when the first administrator exists, else that the secret is wrong.</summary>
    private static async Task<bool> IsSetUpAsync(GovernanceStack stack, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using var answer = await http.PostAsJsonAsync(new Uri(stack.Url("identity"), "v1/setup"), new { setupSecret = "", email = "", password = "", displayName = "" }, ct);
            return answer.StatusCode == HttpStatusCode.Gone;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
