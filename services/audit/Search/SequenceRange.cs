namespace Governance.Audit.Search;

/// <summary>Entries from the first to the last, both included.</summary>
internal readonly record struct SequenceRange(long First, long Last)
{
    public static readonly SequenceRange All = new(0, long.MaxValue);

    public bool IsEmpty => First > Last;

    public SequenceRange Within(SequenceRange other) => new(Math.Max(First, other.First), Math.Min(Last, other.Last));
}
