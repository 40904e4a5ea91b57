namespace Governance.Identity.Keys;

/// <summary>An RSA key pair. The private half is stored sealed with the encryption key.</summary>
internal sealed class SigningKey
{
    private SigningKey()
    {
    }

    public string Id { get; private set; } = "";

    /// <summary>SubjectPublicKeyInfo.</summary>
    public byte[] PublicKey { get; private set; } = [];

    /// <summary>Sealed PKCS#8.</summary>
    public byte[] SealedPrivateKey { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset SignsFrom { get; private set; }

    /// <summary>Set once a successor is known.</summary>
    public DateTimeOffset? PublishedUntil { get; private set; }

    public static SigningKey Create(string id, byte[] publicKey, byte[] sealedPrivateKey, DateTimeOffset now, DateTimeOffset signsFrom) => new()
    {
        Id = id,
        PublicKey = publicKey,
        SealedPrivateKey = sealedPrivateKey,
        CreatedAt = now,
        SignsFrom = signsFrom,
    };

    public bool IsPublished(DateTimeOffset now) => PublishedUntil is null || PublishedUntil > now;

    public void PublishUntil(DateTimeOffset end) => PublishedUntil ??= end;

    public void Withdraw(DateTimeOffset now) => PublishedUntil = now;
}
