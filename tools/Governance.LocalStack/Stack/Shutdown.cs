using Governance.LocalStack.Processes;
using Governance.LocalStack.Servers;

namespace Governance.LocalStack.Stack;

/// <summary>Stops by the folder's own list of processes, so that it needs neither a build nor settings.</summary>
internal static class Shutdown
{
    private static readonly TimeSpan ServiceLimit = TimeSpan.FromSeconds(20);

    public static async Task StopAsync(RunFolder folder, CancellationToken ct)
    {
        string[] servers = [PostgresServer.Name, RabbitMqServer.Name, RabbitMqServer.PortMapper];
        await Task.WhenAll(folder.Pids.All.Keys.Except(servers).Select(name => StopServiceAsync(folder, name, ct)));
        await Task.WhenAll(new RabbitMqServer(folder).StopAsync(ct), new PostgresServer(folder).StopAsync(ct));
    }

    public static async Task StopServiceAsync(RunFolder folder, string name, CancellationToken ct)
    {
        if (folder.Pids.Running(name) is { } process)
        {
            await process.StopAsync(Native.Terminate, ServiceLimit, ct);
        }

        folder.Pids.Forget(name);
    }
}
