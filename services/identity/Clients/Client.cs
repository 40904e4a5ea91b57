using Governance.Identity.Protocol;
using Governance.Identity.Protocol.Seam;

namespace Governance.Identity.Clients;

/// <summary>An application or service that may ask for tokens. Without a secret it is public and has to use PKCE like all others.</summary>
internal sealed class Client
{
    private Client()
    {
    }

    public string Id { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string? SecretHash { get; private set; }

    /// <summary>The secret before the last rotation, still good until <see cref="PreviousSecretExpiresAt"/>.</summary>
    public string? PreviousSecretHash { get; private set; }

    public DateTimeOffset? PreviousSecretExpiresAt { get; private set; }

    public List<string> GrantTypes { get; private set; } = [];

    public List<string> RedirectUris { get; private set; } = [];

    public List<string> PostLogoutRedirectUris { get; private set; } = [];

    public List<string> Permissions { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>The ETag.</summary>
    public int Version { get; private set; }

    public bool IsConfidential => SecretHash is not null;

    public static Client Create(string id, ClientSettings settings, string? secretHash, DateTimeOffset now)
    {
        var client = new Client { Id = id, SecretHash = secretHash, CreatedAt = now };
        client.Apply(settings);
        return client;
    }

    public void Apply(ClientSettings settings)
    {
        Name = settings.Name;
        GrantTypes = Sorted(settings.GrantTypes);
        RedirectUris = Sorted(settings.RedirectUris);
        PostLogoutRedirectUris = Sorted(settings.PostLogoutRedirectUris);
        Permissions = Sorted(settings.Permissions);
        Version++;
    }

    public void ReplaceSecret(string? hash, TimeSpan overlap, DateTimeOffset now)
    {
        PreviousSecretHash = overlap > TimeSpan.Zero ? SecretHash : null;
        PreviousSecretExpiresAt = overlap > TimeSpan.Zero ? now + overlap : null;
        SecretHash = hash;
        Version++;
    }

    public void Disable(DateTimeOffset now)
    {
        DisabledAt = now;
        Version++;
    }

    public void Enable()
    {
        DisabledAt = null;
        Version++;
    }

    public bool Matches(ClientSettings settings) =>
        Name == settings.Name
        && GrantTypes.SequenceEqual(Sorted(settings.GrantTypes))
        && RedirectUris.SequenceEqual(Sorted(settings.RedirectUris))
        && PostLogoutRedirectUris.SequenceEqual(Sorted(settings.PostLogoutRedirectUris))
        && Permissions.SequenceEqual(Sorted(settings.Permissions));

    public ProtocolClient ToProtocolClient() => new(Id, Name, IsConfidential, GrantTypes, RedirectUris, PostLogoutRedirectUris, Permissions);

    private static List<string> Sorted(IEnumerable<string> values) => [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

internal sealed record ClientSettings(
    string Name,
    IReadOnlyList<string> GrantTypes,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> PostLogoutRedirectUris,
    IReadOnlyList<string> Permissions)
{
    /// <summary>Field name and message of everything wrong; empty when the settings can be stored.</summary>
    public Dictionary<string, string[]> Validate(bool isConfidential)
    {
        var errors = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 200)
            errors["name"] = ["must have 1 to 200 characters"];
        if (GrantTypes.Count == 0 || GrantTypes.Except(OAuth.GrantTypes).Any())
            errors["grantTypes"] = [$"must be some of {string.Join(", ", OAuth.GrantTypes)}"];
        else if (!isConfidential && GrantTypes.Contains(OAuth.ClientCredentials))
            errors["grantTypes"] = ["a public client can't use client_credentials"];
        if (RedirectUris.Any(u => !IsRedirectUri(u)))
            errors["redirectUris"] = ["must be absolute URIs without fragment; http only for loopback addresses"];
        else if (GrantTypes.Contains(OAuth.AuthorizationCode) && RedirectUris.Count == 0)
            errors["redirectUris"] = ["authorization_code needs at least one"];
        if (PostLogoutRedirectUris.Any(u => !IsRedirectUri(u)))
            errors["postLogoutRedirectUris"] = ["must be absolute URIs without fragment; http only for loopback addresses"];
        if (Permissions.Except(Contracts.Permissions.All).Any())
            errors["permissions"] = ["names a permission that does not exist"];
        return errors;
    }

    private static bool IsRedirectUri(string value)
    {
        if (value.Length > 500 || value.Contains('*') || !Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Fragment.Length > 0 || value.EndsWith('#'))
            return false;
        // RFC 8252 section 7.1: a private scheme is a reversed domain name, so it holds a dot. That rules out javascript: and data:.
        return uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) || uri.Scheme.Contains('.');
    }
}
