namespace Governance.Audit.Merkle;

/// <summary>Checks proofs against roots. Shares no code with the making of proofs.</summary>
internal static class ProofVerifier
{
    /// <summary>RFC 9162 section 2.1.3.2.</summary>
    public static bool Inclusion(long index, long size, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || !AreHashes(proof))
            return false;

        var (fn, sn) = (index, size - 1);
        var hash = leafHash.ToArray();
        foreach (var sibling in proof)
        {
            if (sn == 0)
                return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                hash = MerkleHash.Node(sibling, hash);
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                hash = MerkleHash.Node(hash, sibling);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && root.SequenceEqual(hash);
    }

    /// <summary>RFC 9162 section 2.1.4.2; a tree is consistent with itself by an empty proof.</summary>
    public static bool Consistency(long first, long second, ReadOnlySpan<byte> firstRoot, ReadOnlySpan<byte> secondRoot, IReadOnlyList<byte[]> proof)
    {
        if (first <= 0 || first > second || !AreHashes(proof))
            return false;
        if (first == second)
            return proof.Count == 0 && firstRoot.SequenceEqual(secondRoot);
        if (proof.Count == 0)
            return false;

        // A complete first tree is itself the first node of the path.
        var isComplete = (first & (first - 1)) == 0;
        var (fn, sn) = (first - 1, second - 1);
        while ((fn & 1) == 1)
            (fn, sn) = (fn >> 1, sn >> 1);

        var firstHash = isComplete ? firstRoot.ToArray() : proof[0];
        var secondHash = firstHash;
        foreach (var node in isComplete ? proof : proof.Skip(1))
        {
            if (sn == 0)
                return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                firstHash = MerkleHash.Node(node, firstHash);
                secondHash = MerkleHash.Node(node, secondHash);
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                secondHash = MerkleHash.Node(secondHash, node);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && firstRoot.SequenceEqual(firstHash) && secondRoot.SequenceEqual(secondHash);
    }

    private static bool AreHashes(IReadOnlyList<byte[]> proof) => proof.All(p => p.Length == MerkleHash.Length);
}
