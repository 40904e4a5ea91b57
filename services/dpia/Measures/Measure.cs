using Governance.Dpia.Assessments;

namespace Governance.Dpia.Measures;

internal enum MeasureState
{
    Planned,
    InProgress,
    Done,
    Dropped,
}

/// <param name="RiskIds">The risks that it lowers.</param>
/// <param name="LowersSeverity">Steps that it takes off their severity, 0 to 3.</param>
/// <param name="OwnerId">User who sees to it.</param>
internal sealed record MeasureContent(
    string Title,
    string Description,
    MeasureState State,
    IReadOnlyList<Guid> RiskIds,
    int LowersSeverity = 0,
    int LowersLikelihood = 0,
    string? OwnerId = null,
    DateOnly? DueOn = null);

/// <summary>Something that stands or will stand against risks.</summary>
internal sealed class Measure : Part<MeasureContent>
{
    public Guid Id { get; private init; }

    /// <summary>Its id in the file it was imported from.</summary>
    public string? ImportedId { get; private init; }

    public MeasureState State { get; private set; }

    public DateOnly? DueOn { get; private set; }

    /// <summary>0: not overdue, or nobody told yet; then the level of <c>MeasureEscalated</c>.</summary>
    public int EscalationLevel { get; private set; }

    public override PartKind Kind => PartKind.Measure;

    public override string Key => Id.ToString();

    public bool IsOpen => State is MeasureState.Planned or MeasureState.InProgress;

    public static Measure Of(Guid assessment, MeasureContent content, string by, DateTimeOffset now, string? importedId = null)
    {
        var measure = new Measure { AssessmentId = assessment, Id = Guid.CreateVersion7(now), ImportedId = importedId };
        measure.Write(content, by, now);
        return measure;
    }

    public void Escalate(int level) => EscalationLevel = level;

    protected override void Written()
    {
        if (DueOn != Content.DueOn || State != Content.State)
            EscalationLevel = 0;
        State = Content.State;
        DueOn = Content.DueOn;
    }
}
