using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Identity.Protocol;

/// <summary>RFC 7636, method S256 only.</summary>
internal static class Pkce
{
    private const int ChallengeLength = 43;

    public static bool IsChallenge(string? value) => value is { Length: ChallengeLength } && value.All(IsBase64Url);

    public static bool Matches(string challenge, string verifier)
    {
        if (verifier.Length is < 43 or > 128 || !verifier.All(IsUnreserved))
            return false;
        var computed = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(computed), Encoding.ASCII.GetBytes(challenge));
    }

    private static bool IsBase64Url(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private static bool IsUnreserved(char c) => IsBase64Url(c) || c is '.' or '~';
}
