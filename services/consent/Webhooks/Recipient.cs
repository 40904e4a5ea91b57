namespace Governance.Consent.Webhooks;

/// <summary>A system that has to learn of consents and withdrawals: by webhook, or by itself from the broker.</summary>
internal sealed class Recipient
{
    private Recipient()
    {
    }

    public Guid Id { get; private set; }

    public string Code { get; private set; } = "";

    /// <summary>Where it is told; null when it listens to the broker and acknowledges by a call.</summary>
    public string? Url { get; private set; }

    /// <summary>Machine client that may acknowledge for it.</summary>
    public string? ClientId { get; private set; }

    /// <summary>Codes of the purposes it is told of; empty for all.</summary>
    public string[] Purposes { get; private set; } = [];

    public byte[]? SealedSecret { get; private set; }

    /// <summary>Signs too until <see cref="PreviousSecretUntil"/>.</summary>
    public byte[]? PreviousSealedSecret { get; private set; }

    public DateTimeOffset? PreviousSecretUntil { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public string CreatedBy { get; private set; } = "";

    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>Code of why it is disabled.</summary>
    public string? DisabledReason { get; private set; }

    public int Version { get; private set; } = 1;

    public static Recipient Register(Guid id, RecipientBody body, byte[]? sealedSecret, string by, DateTimeOffset now) => new()
    {
        Id = id,
        Code = body.Code,
        Url = body.Url,
        ClientId = body.ClientId,
        Purposes = [.. body.Purposes],
        SealedSecret = sealedSecret,
        CreatedAt = now,
        CreatedBy = by,
    };

    public void Change(RecipientChange change, DateTimeOffset now)
    {
        if (Url is not null && change.Url is not null)
            Url = change.Url;
        Purposes = [.. change.Purposes];
        if (change.Enabled)
            (DisabledAt, DisabledReason) = (null, null);
        else if (DisabledAt is null)
            (DisabledAt, DisabledReason) = (now, "by-hand");
        Version++;
    }

    /// <summary>The receiver answered that it is gone for good.</summary>
    public void Gone(DateTimeOffset now)
    {
        (DisabledAt, DisabledReason) = (now, "gone");
        Version++;
    }

    public void RotateSecret(byte[] sealedSecret, DateTimeOffset previousUntil)
    {
        (PreviousSealedSecret, PreviousSecretUntil, SealedSecret) = (SealedSecret, previousUntil, sealedSecret);
        Version++;
    }
}
