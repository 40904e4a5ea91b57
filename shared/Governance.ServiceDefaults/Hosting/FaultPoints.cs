using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace Governance.ServiceDefaults;

/// <summary>
/// Named places where a test can have the process killed (SIGKILL), to prove that work goes on after it. Does nothing
/// unless the configuration names the place and a marker file; the marker makes it happen once.
/// </summary>
public sealed class FaultPoints(IConfiguration configuration)
{
    private readonly string? _place = configuration["FaultPoint:Name"];
    private readonly string? _marker = configuration["FaultPoint:Marker"];

    public void Hit(string name)
    {
        if (_place is null || _marker is null || name != _place || File.Exists(_marker))
            return;
        File.WriteAllText(_marker, name);
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
