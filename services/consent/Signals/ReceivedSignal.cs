namespace Governance.Consent.Signals;

/// <summary>A signal as it came in. Never changed; removed when the person's data are erased.</summary>
internal sealed class ReceivedSignal
{
    public required Guid Id { get; init; }

    /// <summary>Pseudonym of the data subject.</summary>
    public required string Subject { get; init; }

    public required SignalKind Kind { get; init; }

    /// <summary>The text itself, untouched.</summary>
    public required string Raw { get; init; }

    /// <summary>What it was decoded to, JSON; null for GPC, which says no more than that it is there.</summary>
    public string? Decoded { get; init; }

    /// <summary>Where it came in, a code such as <c>shop-web</c>.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string ReceivedFrom { get; init; }
}
