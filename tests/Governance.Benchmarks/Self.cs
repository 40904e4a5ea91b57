using System.Diagnostics;

namespace Governance.Benchmarks;

/// <summary>This program once more, however it was started (its own executable, or dotnet with its dll).</summary>
internal static class Self
{
    public static ProcessStartInfo With(string[] args)
    {
        var path = Environment.ProcessPath!;
        var byHost = Path.GetFileNameWithoutExtension(path) == "dotnet";
        return new ProcessStartInfo(path, byHost ? [typeof(Self).Assembly.Location, .. args] : args) { RedirectStandardOutput = true };
    }
}
