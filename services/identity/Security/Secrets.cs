using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Identity.Security;

/// <summary>Random opaque values (codes, refresh tokens, client secrets) and the digests that are stored instead of them.</summary>
internal static class OpaqueToken
{
    public static string Create() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    /// <summary>Enough for 256 random bits; a slow hash would add nothing.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>Salted PBKDF2-SHA256, because a client's secret may come from configuration and not from our generator.</summary>
internal static class ClientSecretHash
{
    public const int ShortestSecret = 32;
    private const int Iterations = 20_000;
    private static readonly string Decoy = Create(OpaqueToken.Create());

    public static string Create(string secret)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return string.Create(CultureInfo.InvariantCulture, $"{Iterations}.{Convert.ToBase64String(salt)}.{Convert.ToBase64String(Derive(secret, salt, Iterations))}");
    }

    public static bool Verify(string hash, string secret)
    {
        var parts = hash.Split('.');
        var expected = Convert.FromBase64String(parts[2]);
        var actual = Derive(secret, Convert.FromBase64String(parts[1]), int.Parse(parts[0], CultureInfo.InvariantCulture));
        return CryptographicOperations.FixedTimeEquals(expected, actual);
    }

    /// <summary>The work of a verification where there is nothing to verify against.</summary>
    public static void Pretend(string secret) => Verify(Decoy, secret);

    private static byte[] Derive(string secret, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(secret, salt, iterations, HashAlgorithmName.SHA256, 32);
}
