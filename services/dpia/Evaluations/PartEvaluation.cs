namespace Governance.Dpia.Evaluations;

internal enum EvaluationStatus
{
    ToFix,
    Improvable,
    Acceptable,
}

/// <param name="Remark">What the evaluator says about it.</param>
/// <param name="ActionPlan">What is to be done.</param>
/// <param name="PersonInCharge">User who sees to that.</param>
internal sealed record EvaluationContent(EvaluationStatus Status, string? Remark = null, string? ActionPlan = null, DateOnly? DueOn = null, string? PersonInCharge = null);

/// <summary>How a section, an answer, a risk or a measure stands up to the evaluator.</summary>
internal sealed class PartEvaluation
{
    public required Guid AssessmentId { get; init; }

    /// <summary>Code of the section or question, or id of the risk or measure.</summary>
    public required string Target { get; init; }

    public EvaluationContent Content { get; private set; } = null!;

    public string By { get; private set; } = null!;

    public DateTimeOffset At { get; private set; }

    public int Version { get; private set; }

    public void Write(EvaluationContent content, string by, DateTimeOffset now)
    {
        Content = content;
        By = by;
        At = now;
        Version++;
    }
}
