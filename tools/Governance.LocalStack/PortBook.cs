using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Governance.LocalStack;

/// <summary><c>ports.json</c>: which loopback ports a folder's servers use; a free one is picked where none is asked for.</summary>
internal sealed class PortBook(string path)
{
    // Below the range from which Linux takes ports of outgoing connections, so that a port stays free across a restart.
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;
    private static readonly HashSet<int> Issued = [];
    private readonly Lock gate = new();

    /// <summary>The recorded port, when there is one.</summary>
    public int? Find(string name)
    {
        lock (gate)
        {
            return Read().TryGetValue(name, out var port) ? port : null;
        }
    }

    /// <summary>Settles the port for a server about to start: the wanted one, else the one it had, else a free one.</summary>
    public int Settle(string name, int? wanted)
    {
        lock (gate)
        {
            var ports = Read();
            var port = wanted ?? (ports.TryGetValue(name, out var known) && IsFree(known) ? known : PickFree());
            ports[name] = port;
            File.WriteAllText(path, JsonSerializer.Serialize(ports, Json.Indented));
            return port;
        }
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int PickFree()
    {
        lock (Issued)
        {
            for (var attempt = 0; attempt < 1000; attempt++)
            {
                var port = Random.Shared.Next(FirstPort, LastPort);
                if (IsFree(port) && Issued.Add(port))
                {
                    return port;
                }
            }
        }

        throw new StackException("No free port was found on 127.0.0.1.", "Stop some of the servers that run on this machine.");
    }

    private Dictionary<string, int> Read() =>
        File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(path)) ?? [] : [];
}
