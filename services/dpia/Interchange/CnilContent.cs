using Governance.Dpia.Evaluations;

namespace Governance.Dpia.Interchange;

/// <summary>What we understand of a CNIL PIA file. The rest of it is kept as it is.</summary>
/// <param name="Answers">By the number of the question; the first where a file has several.</param>
internal sealed record CnilContent(
    string Name,
    IReadOnlyDictionary<int, CnilAnswer> Answers,
    IReadOnlyList<CnilMeasure> Measures,
    IReadOnlyDictionary<string, CnilEvaluation> Evaluations,
    IReadOnlyList<CnilComment> Comments);

/// <param name="Gauge">Null where it isn't set (0 in the file).</param>
internal sealed record CnilAnswer(string? Text, int? Gauge, IReadOnlyList<string> List)
{
    public static CnilAnswer None { get; } = new(null, null, []);

    public bool Says(CnilAnswer other) => (Text ?? "") == (other.Text ?? "") && Gauge == other.Gauge && List.SequenceEqual(other.List);
}

internal sealed record CnilMeasure(string Id, string Title, string Content);

/// <param name="Status">Null while it is pending.</param>
/// <param name="Severity">The gauge x: what remains after the measures; null where it isn't set.</param>
/// <param name="Likelihood">The gauge y.</param>
internal sealed record CnilEvaluation(EvaluationStatus? Status, string? Remark, string? ActionPlan, DateOnly? DueOn, string? PersonInCharge, int? Severity, int? Likelihood);

/// <param name="Reference">Number of the question, or id of the measure.</param>
internal sealed record CnilComment(string Text, string Reference, bool ForMeasure);

/// <summary>Where things of our general template stand in a CNIL PIA file.</summary>
internal static class CnilNumbers
{
    /// <summary>Feared events with their section and the first digits of their six questions: impacts, threats, sources, controls, severity, likelihood.</summary>
    public static IReadOnlyList<(string Event, string Section, int Prefix)> Events { get; } = [("illegitimate-access", "3.2", 320), ("unwanted-modification", "3.3", 330), ("disappearance", "3.4", 340)];

    public const int Impacts = 1;
    public const int Threats = 2;
    public const int Sources = 3;
    public const int Controls = 4;
    public const int Severity = 5;
    public const int Likelihood = 6;

    /// <summary>Section of a question: 211 → 2.1.</summary>
    public static string SectionOf(int number) => $"{number / 100}.{number / 10 % 10}";
}
