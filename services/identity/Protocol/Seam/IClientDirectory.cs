namespace Governance.Identity.Protocol.Seam;

internal interface IClientDirectory
{
    /// <summary>The client, unless unknown or disabled.</summary>
    Task<ProtocolClient?> FindActiveAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>The client if the secret is right (none for a public client). Does the same work for an unknown client.</summary>
    Task<ProtocolClient?> AuthenticateAsync(string clientId, string? secret, CancellationToken cancellationToken);
}

internal sealed record ProtocolClient(
    string Id,
    string Name,
    bool IsConfidential,
    IReadOnlyList<string> GrantTypes,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> PostLogoutRedirectUris,
    IReadOnlyList<string> Permissions)
{
    public bool Allows(string grantType) => GrantTypes.Contains(grantType, StringComparer.Ordinal);

    // RFC 9700 section 4.1.3: exact string comparison.
    public bool HasRedirectUri(string uri) => RedirectUris.Contains(uri, StringComparer.Ordinal);

    public bool HasPostLogoutRedirectUri(string uri) => PostLogoutRedirectUris.Contains(uri, StringComparer.Ordinal);
}
