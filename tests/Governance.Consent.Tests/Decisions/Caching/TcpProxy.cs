using System.Net;
using System.Net.Sockets;

namespace Governance.Consent.Tests.Decisions.Caching;

/// <summary>A wire that can be cut without anybody being told: bytes just don't arrive any more.</summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _clients = [];
    private readonly string _host;
    private readonly int _port;
    private volatile bool _cut;

    public TcpProxy(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut() => _cut = true;

    public void Dispose()
    {
        _listener.Dispose();
        lock (_clients)
            _clients.ForEach(c => c.Dispose());
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient near;
            try
            {
                near = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
            var far = new TcpClient();
            lock (_clients)
                _clients.AddRange([near, far]);
            if (_cut)
                continue;
            await far.ConnectAsync(_host, _port);
            _ = PumpAsync(near.GetStream(), far.GetStream());
            _ = PumpAsync(far.GetStream(), near.GetStream());
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer)) > 0)
            {
                if (_cut)
                    return;
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
            to.Close();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // An end was closed.
        }
    }
}
