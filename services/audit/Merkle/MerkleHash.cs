using System.Security.Cryptography;

namespace Governance.Audit.Merkle;

/// <summary>The hashes of RFC 9162 section 2.1.1: leaves and inner nodes are told apart by their first byte.</summary>
internal static class MerkleHash
{
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>Root of the tree without leaves.</summary>
    public static byte[] Empty() => SHA256.HashData([]);

    public static byte[] Leaf(ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(data);
        return hash.GetHashAndReset();
    }

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> buffer = stackalloc byte[1 + (2 * Length)];
        buffer[0] = 1;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + Length)..]);
        return SHA256.HashData(buffer);
    }
}
