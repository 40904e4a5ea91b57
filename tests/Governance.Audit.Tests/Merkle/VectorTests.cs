using Governance.Audit.Merkle;

namespace Governance.Audit.Tests.Merkle;

/// <summary>Known answers of RFC 6962 and RFC 9162.</summary>
public sealed class VectorTests
{
    private static readonly byte[][] Inputs =
        [.. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString)];

    [Theory]
    [InlineData(0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(1, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7")]
    [InlineData(4, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    [InlineData(7, "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1")]
    public void Leaf_hash_is_as_published(int leaf, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(MerkleHash.Leaf(Inputs[leaf])));

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Root_is_as_published(int size, string expected)
    {
        var tree = new TestTree();
        tree.Append(Inputs[..size]);

        Assert.Equal(expected, Convert.ToHexStringLower(tree.Root()));
    }

    [Fact]
    public void Inclusion_proof_of_leaf_5_in_8_is_as_published()
    {
        var tree = new TestTree();
        tree.Append(Inputs);

        Assert.Equal(
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
            tree.Inclusion(5, 8).Select(Convert.ToHexStringLower));
    }

    [Fact]
    public void Consistency_proof_from_2_to_5_is_as_published()
    {
        var tree = new TestTree();
        tree.Append(Inputs);

        Assert.Equal(
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
            tree.Consistency(2, 5).Select(Convert.ToHexStringLower));
    }
}
