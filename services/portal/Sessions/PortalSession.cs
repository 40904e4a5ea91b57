using System.Text.Json.Serialization;

namespace Governance.Portal.Sessions;

/// <summary>A browser that somebody signed in with. The browser holds a random value, this row its hash and the tokens, sealed.</summary>
internal sealed class PortalSession
{
    private PortalSession()
    {
    }

    /// <summary>SHA-256 of the cookie's value.</summary>
    public byte[] Id { get; private set; } = [];

    /// <summary>Id of the user at the identity provider.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The provider's session (<c>sid</c>): signing out ends all that hang on it.</summary>
    public string? ProviderSession { get; private set; }

    public byte[] SealedTokens { get; private set; } = [];

    public DateTimeOffset AccessExpiresAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public static PortalSession Start(byte[] id, string subject, string? providerSession, DateTimeOffset now, TimeSpan lifetime) =>
        new() { Id = id, Subject = subject, ProviderSession = providerSession, CreatedAt = now, ExpiresAt = now + lifetime };

    public void Keep(byte[] sealedTokens, DateTimeOffset accessExpiresAt) =>
        (SealedTokens, AccessExpiresAt) = (sealedTokens, accessExpiresAt);
}

/// <summary>What the provider issued. Never leaves the server.</summary>
internal sealed record Tokens(
    [property: JsonPropertyName("a")] string Access,
    [property: JsonPropertyName("r")] string? Refresh,
    [property: JsonPropertyName("i")] string Id,
    [property: JsonPropertyName("e")] DateTimeOffset AccessExpiresAt);
