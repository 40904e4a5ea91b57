using System.Diagnostics;

namespace Governance.LocalStack.Processes;

/// <summary>How to start a long-running process. <c>User</c> is null for the current user.</summary>
internal sealed record Launch(
    string Program, IReadOnlyList<string> Arguments, string LogFile, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment, string? User = null);

internal static class Launcher
{
    /// <summary>All that a child inherits: credentials that happen to be in the caller's environment stay there.</summary>
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "DOTNET_ROOT"];

    /// <summary>Starts a process in a session of its own, output appended to its log, so that it outlives the caller.</summary>
    public static ProcessRef Start(Launch launch)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(launch.LogFile)!);

        // Every link of this chain replaces itself by the next, so the pid seen here is the server's own.
        var start = new ProcessStartInfo("setsid") { WorkingDirectory = launch.WorkingDirectory, UseShellExecute = false };
        foreach (var argument in (string[])["sh", "-c", "umask 077; exec \"$@\" </dev/null >>\"$0\" 2>&1", launch.LogFile, .. AsUser(launch.User), launch.Program, .. launch.Arguments])
        {
            start.ArgumentList.Add(argument);
        }

        SetEnvironment(start, launch.Environment);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{launch.Program} did not start");
        return ProcessRef.Of(process.Id)
            ?? throw new StackException($"{launch.Program} ended at once.", "Read the log above.", launch.LogFile);
    }

    /// <summary>Runs a program to its end and returns exit code and output, both streams together.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, string? user = null, string workingDirectory = "/", CancellationToken ct = default)
    {
        string[] line = [.. AsUser(user), program, .. arguments];
        var start = new ProcessStartInfo(line[0])
        {
            WorkingDirectory = workingDirectory, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        foreach (var argument in line.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        SetEnvironment(start, new Dictionary<string, string>());
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, (await output + await errors).Trim());
    }

    private static string[] AsUser(string? user) =>
        user is null ? [] : ["setpriv", $"--reuid={user}", $"--regid={user}", "--init-groups", "--"];

    private static void SetEnvironment(ProcessStartInfo start, IReadOnlyDictionary<string, string> own)
    {
        start.Environment.Clear();
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }

        foreach (var (name, value) in own)
        {
            start.Environment[name] = value;
        }
    }
}
