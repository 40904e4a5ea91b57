using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Anomalies;

/// <summary>One anomaly for one actor (and counterpart) in one window, whatever happens in it.</summary>
/// <param name="Counterpart">Id of the other person of a pair, or empty.</param>
/// <param name="Window">First day of the window.</param>
internal readonly record struct AnomalyKey(string Detector, WatchedActor Actor, string Counterpart, DateOnly Window);

/// <summary>One observation beyond its threshold: the evidence.</summary>
/// <param name="Code">For example <c>records-in-a-day</c>.</param>
/// <param name="Subject">What was counted, for example <c>exports</c>; empty where the code says it.</param>
/// <param name="Expected">The usual number.</param>
/// <param name="Basis">What the threshold rests on.</param>
/// <param name="Facts">More numbers that the explanation needs.</param>
/// <param name="Sequences">Entries that show it, at most <see cref="MostSequences"/>.</param>
internal sealed record Signal(
    string Code,
    string Subject,
    DateTimeOffset From,
    DateTimeOffset To,
    double Observed,
    double Expected,
    double Threshold,
    string Basis,
    IReadOnlyDictionary<string, double> Facts,
    IReadOnlyList<long> Sequences)
{
    public const int MostSequences = 100;

    /// <summary>How many times the threshold.</summary>
    public double Score() => Math.Round(Observed / Math.Max(Threshold, 1), 2);

    /// <summary>Two observations of the same thing: the larger one is kept.</summary>
    public bool IsSameAs(Signal other) => Code == other.Code && Subject == other.Subject && From == other.From;
}

/// <summary>What a detector found at one entry.</summary>
internal sealed record Detection(AnomalyKey Key, DateTimeOffset From, DateTimeOffset To, Signal Signal);
