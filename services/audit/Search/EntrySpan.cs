namespace Governance.Audit.Search;

/// <summary>
/// What occurs in a full span of the log, so that a search passes over the spans that can't hold what it looks for. Entries never
/// change, so a span is described once, when it is full, and appending costs nothing for it.
/// </summary>
internal sealed class EntrySpan
{
    /// <summary>Entries in a span.</summary>
    public const int Length = 1024;

    /// <summary>The span holds the entries from <c>Number</c> × <see cref="Length"/>.</summary>
    public required long Number { get; init; }

    /// <summary>The earliest time at which any of its entries occurred, which need not be the first's.</summary>
    public required DateTimeOffset EarliestAt { get; init; }

    public required DateTimeOffset LatestAt { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    public required IReadOnlyList<string> Purposes { get; init; }
}
