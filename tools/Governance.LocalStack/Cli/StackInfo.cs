using Governance.LocalStack.Stack;

namespace Governance.LocalStack.Cli;

/// <summary>What somebody who has just started the stack wants to know.</summary>
internal static class StackInfo
{
    public static async Task WriteAsync(GovernanceStack stack, TextWriter output, CancellationToken ct)
    {
        await output.WriteLineAsync("\nServices (OpenAPI at /openapi/v1.json, health at /health/ready)".AsMemory(), ct);
        foreach (var name in stack.ServiceNames)
        {
            await output.WriteLineAsync($"  {name,-12} {stack.Url(name)}".AsMemory(), ct);
        }

        var secrets = stack.Folder.Secrets.Folder;
        await output.WriteLineAsync($"""

            Sign-in       {stack.Url("identity")} (demo only)
              password of every demo user: {stack.DemoPassword}
            Product team  client shop-team, secret in {Path.Combine(secrets, "client-shop-team")}
            First administrator (until used): one-time set-up secret {stack.SetupSecret}
            Mail caught in {stack.MailFolder}
            Logs in        {stack.Folder.LogFolder}
            Secrets in     {secrets}

            Stop: ./run --stop    Start again: ./run    Delete everything: ./run --reset
            """.AsMemory(), ct);
    }
}
