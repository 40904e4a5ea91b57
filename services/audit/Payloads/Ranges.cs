using Governance.Contracts.Audit.V1;

namespace Governance.Audit.Payloads;

internal static class Ranges
{
    /// <summary>Ascending, neighbours joined.</summary>
    public static IReadOnlyList<SequenceRange> Of(IEnumerable<long> sequences)
    {
        var ranges = new List<SequenceRange>();
        foreach (var sequence in sequences.Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last == sequence - 1)
                ranges[^1] = ranges[^1] with { Last = sequence };
            else
                ranges.Add(new(sequence, sequence));
        }

        return ranges;
    }
}
