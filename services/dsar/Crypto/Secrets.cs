using System.Buffers.Text;
using System.Security.Cryptography;

namespace Governance.Dsar.Crypto;

internal static class Secrets
{
    // Without 0/O, 1/I/L, 2/Z, 5/S, 8/B and U: nothing that is misread on paper or aloud.
    private const string Unambiguous = "34679ACDEFGHJKMNPQRTVWXY";

    /// <summary>8 characters of 24: about 36 bits, enough for a handful of attempts within minutes.</summary>
    public static string Code() => RandomNumberGenerator.GetString(Unambiguous, 8);

    /// <summary>32 random bytes, base64url.</summary>
    public static string Token() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What a person typed, as the code was written: without spaces and dashes, in upper case.</summary>
    public static string NormaliseCode(string typed) =>
        string.Concat(typed.Where(c => c is not (' ' or '-'))).ToUpperInvariant();
}
