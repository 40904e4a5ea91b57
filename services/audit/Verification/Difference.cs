namespace Governance.Audit.Verification;

/// <summary>A row whose leaf hash is not the stored one.</summary>
internal sealed record Difference(long Sequence, byte[] LeafHash)
{
    /// <summary>How many are kept to be explained one by one: the first ones tell what happened.</summary>
    private const int Kept = 16;

    public static void Note(List<Difference> differences, long sequence, byte[] leafHash)
    {
        if (differences.Count < Kept)
            differences.Add(new Difference(sequence, leafHash));
    }
}

/// <summary>The first findings of each kind.</summary>
internal sealed class FindingList
{
    private const int KeptOfEachKind = 20;
    private readonly List<Finding> _kept = [];

    public bool Has(FindingKind kind) => _kept.Exists(f => f.Kind == kind);

    public void Add(FindingKind kind, long? sequence, string? detail = null) => AddRange([new Finding(kind, sequence, detail)]);

    public void AddRange(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            if (_kept.Count(f => f.Kind == finding.Kind) < KeptOfEachKind)
                _kept.Add(finding);
        }
    }

    /// <summary>The place that comes first in the log first; the head last.</summary>
    public IReadOnlyList<Finding> InOrder() => [.. _kept.OrderBy(f => f.Sequence ?? long.MaxValue).ThenBy(f => f.Kind)];
}
