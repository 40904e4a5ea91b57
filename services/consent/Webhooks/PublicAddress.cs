using System.Net;
using System.Net.Sockets;

namespace Governance.Consent.Webhooks;

/// <summary>
/// Tells addresses of the public internet from all others (IANA special-purpose address registries). What is not known to be public
/// is refused: IPv6 is allowed only inside 2000::/3, so mapped, compatible, NAT64, local, unique-local and multicast addresses are out.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] SpecialV4 =
    [
        .. new[]
        {
            "0.0.0.0/8",        // this network
            "10.0.0.0/8",       // private use
            "100.64.0.0/10",    // carrier-grade NAT
            "127.0.0.0/8",      // loopback
            "169.254.0.0/16",   // link-local, metadata services
            "172.16.0.0/12",    // private use
            "192.0.0.0/24",     // protocol assignments
            "192.0.2.0/24",     // documentation
            "192.88.99.0/24",   // 6to4 relay
            "192.168.0.0/16",   // private use
            "198.18.0.0/15",    // benchmarking
            "198.51.100.0/24",  // documentation
            "203.0.113.0/24",   // documentation
            "224.0.0.0/4",      // multicast
            "240.0.0.0/4",      // reserved, broadcast
        }.Select(n => IPNetwork.Parse(n)),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] SpecialV6 =
    [
        .. new[]
        {
            "2001::/23",        // protocol assignments, Teredo among them
            "2001:db8::/32",    // documentation
            "2002::/16",        // 6to4 carries an IPv4 address
            "3fff::/20",        // documentation
        }.Select(n => IPNetwork.Parse(n)),
    ];

    public static bool Is(IPAddress address)
    {
        // ::ffff:10.0.0.1 reaches 10.0.0.1.
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(SpecialV4, n => n.Contains(address)),
            AddressFamily.InterNetworkV6 => address.ScopeId == 0 && GlobalUnicast.Contains(address) && !Array.Exists(SpecialV6, n => n.Contains(address)),
            _ => false,
        };
    }
}
