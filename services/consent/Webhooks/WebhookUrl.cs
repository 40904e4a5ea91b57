using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Webhooks;

/// <summary>What an address must be like to be registered. Checked again, by address, whenever it is called.</summary>
internal sealed class WebhookUrl(GuardedConnector connector, IHostLookup lookup, IOptions<WebhookOptions> options)
{
    public const int MaxLength = 500;

    private const string Localhost = "localhost";

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public async Task<string?> CheckAsync(string url, CancellationToken ct)
    {
        if (url.Length > MaxLength || !Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return $"An absolute URL of at most {MaxLength} characters is expected.";
        if (uri.Scheme != Uri.UriSchemeHttps && !(options.Value.AllowHttp && uri.Scheme == Uri.UriSchemeHttp))
            return "Only https is accepted.";
        if (uri.Port == 0)
            return "There is no port 0.";
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            return "User names, passwords and fragments are not accepted.";
        return await LeadsInsideAsync(uri, ct) ? "The host is not on the public internet." : null;
    }

    private async Task<bool> LeadsInsideAsync(Uri uri, CancellationToken ct)
    {
        try
        {
            // A full stop at the end changes nothing about where it leads; localhost is nobody else's (RFC 6761, 6.3), known or not.
            var host = uri.IdnHost.TrimEnd('.');
            if (host == Localhost || host.EndsWith($".{Localhost}", StringComparison.Ordinal))
                return true;
            var addresses = IPAddress.TryParse(uri.DnsSafeHost, out var literal) || IPAddress.TryParse(host, out literal) ? [literal] : await lookup.FindAsync(uri.IdnHost, ct);
            return !Array.TrueForAll(addresses, connector.IsAllowed);
        }
        catch (SocketException)
        {
            // A name that isn't known yet may be by the time of the first delivery.
            return false;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // No name can be like that: too long, or its punycode means nothing.
            return true;
        }
    }
}
