using System.Security.Cryptography;
using Governance.Dsar.Requests;

namespace Governance.Dsar.Verification;

/// <summary>The one code of a request that is valid at the moment; a new one replaces it.</summary>
internal sealed class VerificationCode
{
    public Guid RequestId { get; private set; }

    /// <summary>Keyed hash.</summary>
    public byte[] CodeHash { get; private set; } = [];

    public DateTimeOffset ExpiresAt { get; private set; }

    public int AttemptsLeft { get; private set; }

    public int Issued { get; private set; }

    public bool Used { get; private set; }

    public static VerificationCode For(Guid requestId) => new() { RequestId = requestId };

    public Refusal? Issue(byte[] codeHash, VerificationOptions options, DateTimeOffset now)
    {
        if (Issued >= options.MaxCodes)
            return new("too-many-codes", "No further code is sent for this request.");
        (CodeHash, ExpiresAt, AttemptsLeft, Used) = (codeHash, now + options.CodeLifetime, options.MaxAttempts, false);
        Issued++;
        return null;
    }

    /// <summary>Uses the code up when it is right; counts the attempt when it is not.</summary>
    public Refusal? Try(byte[] codeHash, DateTimeOffset now)
    {
        if (Used || AttemptsLeft == 0 || now >= ExpiresAt)
            return new("code-not-valid", "The code is not valid any more. Ask for a new one.");
        if (!CryptographicOperations.FixedTimeEquals(codeHash, CodeHash))
        {
            AttemptsLeft--;
            return new("code-wrong", "The code is wrong.");
        }

        Used = true;
        return null;
    }
}
