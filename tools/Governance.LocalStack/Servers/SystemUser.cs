using Governance.LocalStack.Processes;

namespace Governance.LocalStack.Servers;

internal static class SystemUser
{
    /// <summary>The account a server runs as: its package's own one under root (PostgreSQL refuses root), else the current user (null).</summary>
    public static async Task<string?> ForAsync(string name, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return null;
        }

        var (missing, _) = await Launcher.RunAsync("id", ["-u", name], ct: ct);
        return missing == 0 ? name : throw new StackException($"The system user {name} is missing.", $"Install the Debian package that makes it, or add it: adduser --system --group {name}");
    }
}
