using Governance.Identity.Protocol.Seam;

namespace Governance.Identity.Grants;

/// <summary>What one sign-in gave one application: the family that codes, refresh tokens and access tokens belong to.</summary>
internal sealed class Grant
{
    private Grant()
    {
    }

    public Guid Id { get; private set; }

    public string ClientId { get; private set; } = "";

    public Guid UserId { get; private set; }

    public Guid SessionId { get; private set; }

    public List<string> Scopes { get; private set; } = [];

    public string? Nonce { get; private set; }

    public DateTimeOffset AuthenticatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public string? RevocationReason { get; private set; }

    public static Grant Create(CodeRequest request, DateTimeOffset now, TimeSpan lifetime) => new()
    {
        Id = Guid.CreateVersion7(now),
        ClientId = request.ClientId,
        UserId = request.Session.UserId,
        SessionId = request.Session.SessionId,
        Scopes = [.. request.Scopes],
        Nonce = request.Nonce,
        AuthenticatedAt = request.Session.AuthenticatedAt,
        ExpiresAt = now + lifetime,
    };

    public bool IsAlive(DateTimeOffset now) => RevokedAt is null && ExpiresAt > now;

    public void Revoke(string reason, DateTimeOffset now)
    {
        RevokedAt ??= now;
        RevocationReason ??= reason;
    }
}

internal sealed class AuthorizationCode
{
    private AuthorizationCode()
    {
    }

    public string CodeHash { get; private set; } = "";

    public Guid GrantId { get; private set; }

    public string RedirectUri { get; private set; } = "";

    public string CodeChallenge { get; private set; } = "";

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RedeemedAt { get; private set; }

    public static AuthorizationCode Create(string hash, Guid grantId, CodeRequest request, DateTimeOffset expiresAt) => new()
    {
        CodeHash = hash,
        GrantId = grantId,
        RedirectUri = request.RedirectUri,
        CodeChallenge = request.CodeChallenge,
        ExpiresAt = expiresAt,
    };
}

internal sealed class RefreshToken
{
    private RefreshToken()
    {
    }

    public string TokenHash { get; private set; } = "";

    public Guid GrantId { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? ConsumedAt { get; private set; }

    public static RefreshToken Create(string hash, Guid grantId, DateTimeOffset expiresAt) =>
        new() { TokenHash = hash, GrantId = grantId, ExpiresAt = expiresAt };
}

/// <summary>An access token refused by this service before its end; other services see it end within its lifetime.</summary>
internal sealed class RevokedAccessToken
{
    public required string TokenId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
