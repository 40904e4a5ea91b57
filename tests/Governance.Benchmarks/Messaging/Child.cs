using System.Diagnostics;

namespace Governance.Benchmarks.Messaging;

/// <summary>This program once more, in a role.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public static async Task<Child> StartAsync(params string[] args)
    {
        var start = Self.With(args);
        start.RedirectStandardInput = true;
        var child = new Child(Process.Start(start)!);
        await child.HearAsync("ready");
        return child;
    }

    public void Go() => _process.StandardInput.WriteLine();

    public async Task HearAsync(string word)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == word)
                return;
        }
        throw new InvalidOperationException($"The child process ended before it said '{word}'.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
