namespace Governance.Consent.Receipts;

/// <summary>An ECDSA P-256 key. The public half stays published for as long as receipts have to be verified: years after it signed last.</summary>
internal sealed class ReceiptKey
{
    private ReceiptKey()
    {
    }

    /// <summary>JWK thumbprint (RFC 7638), so that the id names this key and no other.</summary>
    public string Id { get; private set; } = "";

    /// <summary>SubjectPublicKeyInfo.</summary>
    public byte[] PublicKey { get; private set; } = [];

    /// <summary>Sealed PKCS#8; null when the key is kept elsewhere and only referred to.</summary>
    public byte[]? SealedPrivateKey { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset SignsFrom { get; private set; }

    /// <summary>Set when the key became known to others: nothing it signed is vouched for any more.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    public static ReceiptKey Create(string id, byte[] publicKey, byte[]? sealedPrivateKey, DateTimeOffset now, DateTimeOffset signsFrom) => new()
    {
        Id = id,
        PublicKey = publicKey,
        SealedPrivateKey = sealedPrivateKey,
        CreatedAt = now,
        SignsFrom = signsFrom,
    };

    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;
}
