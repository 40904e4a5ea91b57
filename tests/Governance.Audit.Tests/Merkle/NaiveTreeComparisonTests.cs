using System.Buffers.Binary;
using Governance.Audit.Merkle;

namespace Governance.Audit.Tests.Merkle;

public sealed class NaiveTreeComparisonTests
{
    private const int MaxSize = 2000;

    private static readonly byte[][] Data = [.. Enumerable.Range(0, MaxSize).Select(i =>
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, i);
        return bytes;
    })];

    private static readonly NaiveTree Naive = new(Data);

    [Fact]
    public void Every_root_up_to_2000_equals_the_naive_tree_grown_leaf_by_leaf()
    {
        var tree = new TestTree();
        for (var size = 0; size <= MaxSize; size++)
        {
            Assert.Equal(Naive.Root(size), tree.Root());
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
            Assert.Equal(Naive.Root((int)tree.Size), tree.Root());
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
    public void Every_inclusion_proof_up_to_2000_equals_the_naive_one_and_verifies()
    {
        var tree = Full();
        var leaves = Data.Select(d => MerkleHash.Leaf(d)).ToArray();
        ForEverySize(size =>
        {
            var root = Naive.Root(size);
            for (var index = 0; index < size; index++)
            {
                var proof = tree.Inclusion(index, size);
                if (!AreSame(Naive.Inclusion(index, size), proof) || !ProofVerifier.Inclusion(index, size, leaves[index], proof, root))
                    Assert.Fail($"Leaf {index} of {size}");
            }
        });
    }

    [Fact]
    public void Every_consistency_proof_up_to_2000_equals_the_naive_one_and_verifies()
    {
        var tree = Full();
        ForEverySize(second =>
        {
            var root = Naive.Root(second);
            for (var first = 1; first <= second; first++)
            {
                var proof = tree.Consistency(first, second);
                if (!AreSame(Naive.Consistency(first, second), proof) || !ProofVerifier.Consistency(first, second, Naive.Root(first), root, proof))
                    Assert.Fail($"From {first} to {second}");
            }
        });
    }

    private static void ForEverySize(Action<int> check) =>
        Parallel.ForEach(Enumerable.Range(1, MaxSize), new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, check);

    private static bool AreSame(List<byte[]> expected, List<byte[]> actual)
    {
        var same = expected.Count == actual.Count;
        for (var i = 0; same && i < expected.Count; i++)
            same = expected[i].AsSpan().SequenceEqual(actual[i]);
        return same;
    }

    private static TestTree Full()
    {
        var tree = new TestTree();
        tree.Append(Data);
        return tree;
    }
}
