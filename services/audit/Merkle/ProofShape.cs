namespace Governance.Audit.Merkle;

/// <summary>Which subtrees a proof consists of, in the order of the proof. Needs no hashes.</summary>
internal static class ProofShape
{
    /// <summary>RFC 9162 section 2.1.3.1: the siblings on the way from the leaf up to the root.</summary>
    public static IReadOnlyList<LeafRange> Inclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<LeafRange>();
        var tree = new LeafRange(0, size);
        while (tree.Size > 1)
        {
            var split = tree.Split;
            var (left, right) = (new LeafRange(tree.From, split), new LeafRange(split, tree.To));
            (tree, var sibling) = index < split ? (left, right) : (right, left);
            path.Add(sibling);
        }

        path.Reverse();
        return path;
    }

    /// <summary>RFC 9162 section 2.1.4.1: what shows that the first tree is a prefix of the second.</summary>
    public static IReadOnlyList<LeafRange> Consistency(long first, long second)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var path = new List<LeafRange>();
        var tree = new LeafRange(0, second);
        while (tree.To != first)
        {
            var split = tree.Split;
            var (left, right) = (new LeafRange(tree.From, split), new LeafRange(split, tree.To));
            (tree, var sibling) = first <= split ? (left, right) : (right, left);
            path.Add(sibling);
        }

        // The verifier knows the first root already; only a subtree that is not the whole first tree is handed over.
        if (tree.From > 0)
            path.Add(tree);
        path.Reverse();
        return path;
    }
}
