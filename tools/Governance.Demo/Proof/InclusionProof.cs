using System.Security.Cryptography;

namespace Governance.Demo.Proof;

/// <summary>Recomputes a Merkle root from a leaf and its audit path, independently of the audit service (RFC 9162 section 2.1.3.2).</summary>
public static class InclusionProof
{
    public static byte[] LeafHash(ReadOnlySpan<byte> data) => SHA256.HashData([0x00, .. data]);

    /// <summary>True when the path leads from the leaf at <paramref name="index"/> to the root of the tree of <paramref name="size"/> leaves.</summary>
    public static bool Verify(byte[] leafHash, long index, long size, IReadOnlyList<byte[]> path, byte[] root)
    {
        if (index < 0 || index >= size)
            return false;
        var (node, last, hash) = (index, size - 1, leafHash);
        foreach (var sibling in path)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = Node(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = Node(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([0x01, .. left, .. right]);
}
