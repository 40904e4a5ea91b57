using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Webhooks;

/// <summary>The name led to an address that is not to be called.</summary>
internal sealed class ForbiddenAddressException() : IOException("The address is not allowed.");

/// <summary>Looks a host's addresses up. A seam, so that tests can answer differently each time.</summary>
internal interface IHostLookup
{
    Task<IPAddress[]> FindAsync(string host, CancellationToken ct);
}

internal sealed class DnsLookup : IHostLookup
{
    public Task<IPAddress[]> FindAsync(string host, CancellationToken ct) => Dns.GetHostAddressesAsync(host, ct);
}

/// <summary>
/// Opens connections to public addresses only. The addresses are checked at the moment of connecting and the connection goes to exactly what was checked,
/// so a name that answers differently the second time (DNS rebinding) gains nothing.
/// </summary>
internal sealed class GuardedConnector(IHostLookup lookup, IOptions<WebhookOptions> options)
{
    private readonly IPNetwork[] _allowed = [.. options.Value.Networks()];

    /// <summary>No redirects, no proxy, no cookies: nothing leads elsewhere than the address that was checked.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PreAuthenticate = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = async (context, ct) => await ConnectAsync(context.DnsEndPoint, ct),
    };

    public bool IsAllowed(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return PublicAddress.Is(plain) || Array.Exists(_allowed, n => n.Contains(plain));
    }

    public async Task<Stream> ConnectAsync(DnsEndPoint target, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await lookup.FindAsync(target.Host, ct);
        // One forbidden address among several is an attempt too.
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, IsAllowed))
            throw new ForbiddenAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
