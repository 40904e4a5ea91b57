using System.Numerics;
using System.Security.Cryptography;

namespace Governance.Verify;

/// <summary>
/// Verifies Ed25519 signatures as RFC 8032 section 5.1 defines them, with whole numbers only: no library beside .NET's own is needed,
/// and nothing is shared with the service. Handles public values only, so it may take the time it takes.
/// </summary>
internal static class Ed25519
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
    private static readonly Point Base = Decode(Convert.FromHexString("5866666666666666666666666666666666666666666666666666666666666666"))!.Value;

    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != 32 || signature.Length != 64 || Decode(publicKey) is not { } key || Decode(signature[..32]) is not { } commitment)
            return false;
        var s = new BigInteger(signature[32..], isUnsigned: true);
        if (s >= L)
            return false;
        var k = new BigInteger(SHA512.HashData([.. signature[..32], .. publicKey, .. message]), isUnsigned: true) % L;
        return Same(Multiply(Base, s), Add(commitment, Multiply(key, k)));
    }

    /// <summary>Extended coordinates of section 5.1.4.</summary>
    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);

    private static Point? Decode(ReadOnlySpan<byte> bytes)
    {
        var y = new BigInteger(bytes, isUnsigned: true);
        var sign = !(y >> 255).IsZero;
        y &= (BigInteger.One << 255) - 1;
        if (y >= P)
            return null;
        var ySquare = y * y % P;
        var xSquare = Mod(ySquare - 1) * Inverse((D * ySquare) + 1) % P;
        var x = BigInteger.ModPow(xSquare, (P + 3) / 8, P);
        if (x * x % P != xSquare)
            x = x * RootOfMinusOne % P;
        if (x * x % P != xSquare || (x.IsZero && sign))
            return null;
        if (x.IsEven == sign)
            x = P - x;
        return new Point(x, y, 1, x * y % P);
    }

    private static Point Add(Point a, Point b)
    {
        var (p, q) = (Mod((a.Y - a.X) * (b.Y - b.X)), (a.Y + a.X) * (b.Y + b.X) % P);
        var (t, z) = (2 * a.T * b.T * D % P, 2 * a.Z * b.Z % P);
        var (e, f, g, h) = (q - p, z - t, z + t, q + p);
        return new Point(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    private static Point Multiply(Point point, BigInteger times)
    {
        var result = new Point(0, 1, 1, 0);
        for (; !times.IsZero; times >>= 1)
        {
            if (!times.IsEven)
                result = Add(result, point);
            point = Add(point, point);
        }

        return result;
    }

    private static bool Same(Point a, Point b) => Mod((a.X * b.Z) - (b.X * a.Z)).IsZero && Mod((a.Y * b.Z) - (b.Y * a.Z)).IsZero;

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), P - 2, P);

    private static BigInteger Mod(BigInteger value) => ((value % P) + P) % P;
}
