using System.Net;
using System.Text;
using Governance.Identity.Protocol.Seam;

namespace Governance.Identity.Protocol;

/// <summary>client_secret_basic, client_secret_post, or none for a public client (RFC 6749 section 2.3).</summary>
internal static class ClientAuthentication
{
    public static async Task<(ProtocolClient? Client, IResult? Refusal)> AuthenticateAsync(
        HttpRequest request, ProtocolParameters form, IClientDirectory clients, CancellationToken cancellationToken)
    {
        var id = form["client_id"];
        var secret = form["client_secret"];
        if (request.Headers.Authorization.Count > 0)
        {
            if (!TryReadBasic(request.Headers.Authorization.ToString(), out var basicId, out var basicSecret))
                return (null, OAuthError.InvalidClient());
            if (secret is not null || (id is not null && id != basicId))
                return (null, OAuthError.BadRequest(OAuth.Errors.InvalidRequest, "Use one way of client authentication only."));
            (id, secret) = (basicId, basicSecret);
        }
        if (id is null)
            return (null, OAuthError.InvalidClient());
        var client = await clients.AuthenticateAsync(id, secret, cancellationToken);
        return client is null ? (null, OAuthError.InvalidClient()) : (client, null);
    }

    private static bool TryReadBasic(string header, out string id, out string secret)
    {
        (id, secret) = ("", "");
        const string scheme = "Basic ";
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        var buffer = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[scheme.Length..].Trim(), buffer, out var written))
            return false;
        var parts = Encoding.UTF8.GetString(buffer, 0, written).Split(':', 2);
        if (parts.Length != 2)
            return false;
        // Both halves are form-encoded before they are joined: RFC 6749 section 2.3.1.
        (id, secret) = (WebUtility.UrlDecode(parts[0]), WebUtility.UrlDecode(parts[1]));
        return id.Length > 0;
    }
}
