using Governance.Audit.Merkle;

namespace Governance.Audit.Tests.Merkle;

/// <summary>What a lying or broken prover could hand over.</summary>
public sealed class RejectedProofTests
{
    private static readonly int[] Sizes = [1, 2, 3, 5, 7, 8, 13, 64, 100, 255, 256, 257, 300, 1023, 1024, 1025, 1999, 2000];
    private readonly TestTree _tree = new();

    public RejectedProofTests() => _tree.Append(Enumerable.Range(0, 2000).Select(BitConverter.GetBytes));

    [Fact]
    public void Changed_inclusion_proofs_are_rejected()
    {
        foreach (var size in Sizes)
        {
            for (var index = 0; index < size; index += 1 + (size / 20))
            {
                var (leaf, root, proof) = (Leaf(index), _tree.Root(size), _tree.Inclusion(index, size));
                Assert.True(ProofVerifier.Inclusion(index, size, leaf, proof, root));
                foreach (var changed in Changed(proof))
                    Assert.False(ProofVerifier.Inclusion(index, size, leaf, changed, root));
                Assert.False(ProofVerifier.Inclusion(index, size, Flipped(leaf), proof, root));
                Assert.False(ProofVerifier.Inclusion(index, size, leaf, proof, Flipped(root)));
                Assert.False(ProofVerifier.Inclusion(index, size, leaf, proof, MerkleHash.Empty()));
            }
        }
    }

    [Fact]
    public void An_inclusion_proof_for_another_index_or_size_is_rejected()
    {
        foreach (var size in Sizes)
        {
            for (var index = 0; index < size; index += 1 + (size / 400))
            {
                var (leaf, root, proof) = (Leaf(index), _tree.Root(size), _tree.Inclusion(index, size));
                Assert.False(ProofVerifier.Inclusion(index - 1, size, leaf, proof, root));
                Assert.False(ProofVerifier.Inclusion(index + 1, size, leaf, proof, root));
                Assert.False(ProofVerifier.Inclusion(index, size * 2, leaf, proof, root));
                Assert.False(ProofVerifier.Inclusion(index, size / 2, leaf, proof, root));
            }
        }
    }

    [Fact]
    public void Changed_consistency_proofs_are_rejected()
    {
        foreach (var second in Sizes)
        {
            for (var first = 1; first <= second; first += 1 + (second / 20))
            {
                var (old, now, proof) = (_tree.Root(first), _tree.Root(second), _tree.Consistency(first, second));
                Assert.True(ProofVerifier.Consistency(first, second, old, now, proof));
                foreach (var changed in Changed(proof))
                    Assert.False(ProofVerifier.Consistency(first, second, old, now, changed));
                Assert.False(ProofVerifier.Consistency(first, second, Flipped(old), now, proof));
                Assert.False(ProofVerifier.Consistency(first, second, old, Flipped(now), proof));
                Assert.False(ProofVerifier.Consistency(first, second * 2, old, now, proof));
                Assert.False(ProofVerifier.Consistency(first, second / 2, old, now, proof));
                Assert.False(ProofVerifier.Consistency(first - 1, second, old, now, proof));
                if (first < second)
                    Assert.False(ProofVerifier.Consistency(first, second, now, old, proof));
            }
        }
    }

    private static byte[] Leaf(int index) => MerkleHash.Leaf(BitConverter.GetBytes(index));

    private static byte[] Flipped(byte[] hash, int bit = 77)
    {
        var copy = hash.ToArray();
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }

    private static IEnumerable<List<byte[]>> Changed(List<byte[]> proof)
    {
        yield return [.. proof, MerkleHash.Empty()];
        yield return [MerkleHash.Empty(), .. proof];
        yield return [.. proof, []];
        if (proof.Count > 0)
            yield return [];
        for (var i = 0; i < proof.Count; i++)
        {
            yield return [.. proof[..i], Flipped(proof[i], i), .. proof[(i + 1)..]];
            yield return [.. proof[..i], .. proof[(i + 1)..]];
            yield return [.. proof[..i], MerkleHash.Empty(), .. proof[i..]];
            yield return [.. proof[..i], proof[i], proof[i], .. proof[(i + 1)..]];
            yield return [.. proof[..i], proof[i][..31], .. proof[(i + 1)..]];
            if (i > 0)
                yield return [.. proof[..(i - 1)], proof[i], proof[i - 1], .. proof[(i + 1)..]];
        }
    }
}
