using System.Numerics;
using System.Security.Cryptography;

namespace Governance.Witness;

/// <summary>
/// Checks that one tree is the beginning of another (RFC 6962 section 2.1.2), by the definition there: it walks down the larger tree
/// and rebuilds both roots on the way back. Written apart from the log's own code on purpose.
/// </summary>
internal static class ConsistencyProof
{
    /// <param name="old">More than 0 and less than <paramref name="size"/>.</param>
    public static bool Holds(long old, long size, ReadOnlySpan<byte> oldRoot, ReadOnlySpan<byte> root, IReadOnlyList<byte[]> proof)
    {
        if (old <= 0 || old >= size || proof.Any(p => p.Length != SHA256.HashSizeInBytes))
            return false;
        var nodes = new Queue<byte[]>(proof);
        return Rebuild(old, size, isWhole: true, oldRoot.ToArray(), nodes) is var (was, @is)
            && nodes.Count == 0 && oldRoot.SequenceEqual(was) && root.SequenceEqual(@is);
    }

    /// <summary>Hashes of a subtree of <paramref name="size"/> leaves: of its first <paramref name="old"/> leaves, and of all. Null when the proof is too short.</summary>
    /// <param name="isWhole">The old part is the whole old tree, whose root is known.</param>
    private static (byte[] Was, byte[] Is)? Rebuild(long old, long size, bool isWhole, byte[] oldRoot, Queue<byte[]> nodes)
    {
        if (old == size)
            return isWhole ? (oldRoot, oldRoot) : nodes.TryDequeue(out var node) ? (node, node) : null;
        var left = (long)(BitOperations.RoundUpToPowerOf2((ulong)size) / 2);
        if (old <= left)
            return Rebuild(old, left, isWhole, oldRoot, nodes) is var (was, @is) && nodes.TryDequeue(out var right) ? (was, Join(@is, right)) : null;
        // The left half is complete in both trees; it comes after what the right half needs.
        return Rebuild(old - left, size - left, isWhole: false, oldRoot, nodes) is var (rightWas, rightIs) && nodes.TryDequeue(out var both)
            ? (Join(both, rightWas), Join(both, rightIs))
            : null;
    }

    private static byte[] Join(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
