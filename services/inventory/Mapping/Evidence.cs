namespace Governance.Inventory.Mapping;

/// <summary>Pieces of evidence are a code, then perhaps a share: <c>values:email-shape 0.98</c>.</summary>
internal static class Evidence
{
    /// <summary>The code without the share, which moves with every sample.</summary>
    public static string KindOf(string evidence) => evidence.Split(' ', 2)[0];

    /// <summary>What is seen now, and what was seen before of other kinds: so a column's history tells what is news.</summary>
    public static IReadOnlyList<string> Merge(IReadOnlyList<string> before, IReadOnlyList<string> now)
    {
        var kinds = now.Select(KindOf).ToHashSet(StringComparer.Ordinal);
        return [.. now.Distinct(), .. before.Where(e => !kinds.Contains(KindOf(e)))];
    }
}
