using System.Buffers.Binary;
using Governance.Audit.Merkle;

namespace Governance.Audit.Tests.Merkle;

public sealed class NaiveTreeComparisonTests
{
    private const int MaxSize = 600;

    private static readonly byte[][] Data = [.. Enumerable.Range(0, MaxSize).Select(i =>
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, i);
        return bytes;
    })];

    [Fact]
    public void Every_root_up_to_600_equals_the_naive_tree_grown_leaf_by_leaf()
    {
        var tree = new TestTree();
        for (var size = 0; size <= MaxSize; size++)
        {
            Assert.Equal(NaiveTree.Root(Data.AsSpan(0, size)), tree.Root());
            if (size < MaxSize)
                tree.Append([Data[size]]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    public void A_tree_continued_from_its_tiles_after_each_batch_has_the_same_root(int batch)
    {
        var tree = new TestTree();
        for (var from = 0; from < MaxSize; from += batch)
        {
            tree.Append(Data.Skip(from).Take(batch));
            tree.Reload();
            Assert.Equal(NaiveTree.Root(Data.AsSpan(0, (int)tree.Size)), tree.Root());
        }
    }

    [Fact]
    public void Three_levels_of_tiles_give_proofs_that_verify()
    {
        const int size = 66_000;
        var tree = new TestTree();
        tree.Append(Enumerable.Range(0, size).Select(BitConverter.GetBytes));
        tree.Reload();

        foreach (var index in (long[])[0, 255, 256, 65_279, 65_535, 65_536, size - 1])
            Assert.True(ProofVerifier.Inclusion(index, size, MerkleHash.Leaf(BitConverter.GetBytes((int)index)), tree.Inclusion(index, size), tree.Root()));
        foreach (var first in (long[])[1, 255, 256, 257, 65_535, 65_536, 65_537])
            Assert.True(ProofVerifier.Consistency(first, size, tree.Root(first), tree.Root(), tree.Consistency(first, size)));
    }

    [Fact]
    public void Every_inclusion_proof_up_to_size_70_and_around_tile_borders_equals_the_naive_one_and_verifies()
    {
        var tree = Full();
        foreach (var size in Enumerable.Range(1, 70).Concat([255, 256, 257, 511, 512, 513, MaxSize]))
        {
            var root = NaiveTree.Root(Data.AsSpan(0, size));
            var step = size > 70 ? 17 : 1;
            for (var index = 0; index < size; index += step)
            {
                var proof = tree.Inclusion(index, size);
                Assert.Equal(NaiveTree.Inclusion(index, Data.AsSpan(0, size)), proof);
                Assert.True(ProofVerifier.Inclusion(index, size, MerkleHash.Leaf(Data[index]), proof, root));
            }
        }
    }

    [Fact]
    public void Every_inclusion_and_consistency_proof_up_to_600_verifies_against_the_naive_roots()
    {
        var tree = Full();
        var roots = Enumerable.Range(0, MaxSize + 1).Select(size => tree.Root(size)).ToArray();
        for (var size = 1; size <= MaxSize; size++)
        {
            for (var index = 0; index < size; index++)
                Assert.True(ProofVerifier.Inclusion(index, size, MerkleHash.Leaf(Data[index]), tree.Inclusion(index, size), roots[size]));
            for (var first = 1; first <= size; first++)
                Assert.True(ProofVerifier.Consistency(first, size, roots[first], roots[size], tree.Consistency(first, size)));
        }
    }

    [Fact]
    public void Consistency_proofs_equal_the_naive_ones()
    {
        var tree = Full();
        foreach (var second in Enumerable.Range(1, 70).Concat([256, 257, 513, MaxSize]))
        {
            for (var first = 1; first <= second; first += second > 70 ? 13 : 1)
                Assert.Equal(NaiveTree.Consistency(first, Data.AsSpan(0, second)), tree.Consistency(first, second));
        }
    }

    private static TestTree Full()
    {
        var tree = new TestTree();
        tree.Append(Data);
        return tree;
    }
}
