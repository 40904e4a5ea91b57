namespace Governance.Audit.Anomalies.Review;

/// <param name="ActorId">Whose behaviour; for data subjects always <c>any</c>.</param>
/// <param name="Score">How many times the threshold, at most.</param>
internal sealed record AnomalyResponse(
    Guid Id,
    string Detector,
    string ActorType,
    string ActorId,
    string? CounterpartId,
    DateTimeOffset WindowFrom,
    DateTimeOffset WindowTo,
    double Score,
    AnomalyState State,
    DateTimeOffset DetectedAt,
    string? ReasonCode,
    string? CaseReference,
    string? ReviewedBy,
    DateTimeOffset? ReviewedAt,
    int Version)
{
    public static AnomalyResponse Of(Anomaly a) => new(
        a.Id, a.Detector, a.ActorType, a.ActorId, a.CounterpartId.Length > 0 ? a.CounterpartId : null, a.WindowFrom, a.WindowTo, a.Score, a.State,
        a.DetectedAt, a.ReasonCode, a.CaseReference, a.ReviewedBy, a.ReviewedAt, a.Version);
}

/// <param name="Evidence">In the order in which it was found.</param>
internal sealed record AnomalyDetail(AnomalyResponse Anomaly, IReadOnlyList<EvidenceResponse> Evidence);

/// <param name="Text">In plain words: what was seen, what was expected, and why it was reported.</param>
/// <param name="Observed">The number seen.</param>
/// <param name="Expected">The usual number.</param>
/// <param name="Threshold">From here on it is reported.</param>
/// <param name="Basis">What the threshold rests on: <c>own-history</c>, <c>colleagues</c>, <c>same-time-of-month</c>, <c>dismissed-before</c>, <c>other-approvals</c>, <c>calendar</c>, <c>floor</c> or <c>rule</c>.</param>
/// <param name="Sequences">Entries of the log that show it, not always all: <c>GET /v1/entries/{sequence}</c>.</param>
internal sealed record EvidenceResponse(
    string Text,
    string Code,
    DateTimeOffset From,
    DateTimeOffset To,
    double Observed,
    double Expected,
    double Threshold,
    string Basis,
    IReadOnlyDictionary<string, double> Facts,
    IReadOnlyList<long> Sequences)
{
    public static EvidenceResponse Of(Anomaly anomaly, Signal s) => new(
        PlainWords.Say(anomaly, s), s.Code, s.From, s.To, s.Observed, s.Expected, s.Threshold, s.Basis, s.Facts, s.Sequences);
}
