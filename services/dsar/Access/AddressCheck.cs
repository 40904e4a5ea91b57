using System.Security.Cryptography;
using Governance.Dsar.Requests;

namespace Governance.Dsar.Access;

/// <summary>
/// Somebody proves by a code that an address is theirs, and may then look at what belongs to it for a while. Made for every address
/// alike, so it says nothing about whether anything belongs to it.
/// </summary>
internal sealed class AddressCheck
{
    private AddressCheck()
    {
    }

    public Guid Id { get; private set; }

    public string Pseudonym { get; private set; } = "";

    /// <summary>Keyed hash.</summary>
    public byte[] CodeHash { get; private set; } = [];

    public DateTimeOffset CodeExpiresAt { get; private set; }

    public int AttemptsLeft { get; private set; }

    /// <summary>The mail with the code and the key it is encrypted with; both go when it has been sent.</summary>
    public byte[]? Mail { get; private set; }

    public byte[]? WrappedKey { get; private set; }

    /// <summary>Keyed hash of the secret that came for the right code.</summary>
    public byte[]? AccessSecretHash { get; private set; }

    public DateTimeOffset? AccessExpiresAt { get; private set; }

    public static AddressCheck Start(Guid id, string pseudonym, byte[] codeHash, byte[] mail, byte[] wrappedKey, VerificationOptions options, DateTimeOffset now) => new()
    {
        Id = id,
        Pseudonym = pseudonym,
        CodeHash = codeHash,
        CodeExpiresAt = now + options.CodeLifetime,
        AttemptsLeft = options.MaxAttempts,
        Mail = mail,
        WrappedKey = wrappedKey,
    };

    public void MailIsSent() => (Mail, WrappedKey) = (null, null);

    /// <summary>Opens access when the code is right; counts the attempt when it is not.</summary>
    public Refusal? Confirm(byte[] codeHash, byte[] accessSecretHash, VerificationOptions options, DateTimeOffset now)
    {
        if (AccessSecretHash is not null || AttemptsLeft == 0 || now >= CodeExpiresAt)
            return new("code-not-valid", "The code is not valid any more. Ask for a new one.");
        if (!CryptographicOperations.FixedTimeEquals(codeHash, CodeHash))
        {
            AttemptsLeft--;
            return new("code-wrong", "The code is wrong.");
        }

        (AccessSecretHash, AccessExpiresAt) = (accessSecretHash, now + options.AccessLifetime);
        return null;
    }

    public bool IsOpenTo(byte[] accessSecretHash, DateTimeOffset now) =>
        AccessSecretHash is not null && now < AccessExpiresAt && CryptographicOperations.FixedTimeEquals(accessSecretHash, AccessSecretHash);
}
