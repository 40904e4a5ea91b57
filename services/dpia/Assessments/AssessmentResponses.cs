using Governance.Dpia.Workflow;

namespace Governance.Dpia.Assessments;

/// <param name="Steps">Steps that the state allows; who may take each is said by the operation.</param>
internal sealed record AssessmentResponse(
    Guid Id,
    string Title,
    string Description,
    string Jurisdiction,
    IReadOnlyList<Guid> DataStoreIds,
    IReadOnlyList<string> Purposes,
    IReadOnlyList<string> Recipients,
    string ResponsibleId,
    string TemplateCode,
    int TemplateVersion,
    Guid? ScreeningId,
    Guid? ClonedFrom,
    AssessmentState State,
    IReadOnlyList<WorkflowStep> Steps,
    int Round,
    int ApprovedVersions,
    DateOnly? ReviewOn,
    ConsultationResponse? Consultation,
    IReadOnlyList<MapBaseline> Maps,
    IReadOnlyList<DecisionResponse> Decisions,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int Version)
{
    public static AssessmentResponse Of(Assessment a) => new(
        a.Id, a.Title, a.Subject.Description, a.Subject.Jurisdiction, a.DataStoreIds, a.Subject.Purposes, a.Subject.Recipients, a.Responsible,
        a.TemplateCode, a.TemplateVersion, a.ScreeningId, a.ClonedFrom, a.State,
        [.. Enum.GetValues<WorkflowStep>().Where(step => Transitions.After(a.State, step) is not null)],
        a.Round, a.ApprovedVersions, a.ReviewOn, a.Consultation is { } c ? ConsultationResponse.Of(c) : null, a.Maps,
        [.. a.Decisions.OrderBy(d => d.Number).Select(DecisionResponse.Of)], a.CreatedBy, a.CreatedAt, a.UpdatedAt, a.Version);
}

/// <param name="DueOn">Last day for the authority's advice.</param>
internal sealed record ConsultationResponse(
    string Authority, string Reference, DateOnly SubmittedOn, DateOnly DueOn, bool Extended, DateOnly? SuspendedOn, int SuspendedDays, ConsultationOutcome? Outcome, DateOnly? ConcludedOn)
{
    public static ConsultationResponse Of(Consultation c) =>
        new(c.Authority, c.Reference, c.SubmittedOn, c.DueOn, c.Extended, c.SuspendedOn, c.SuspendedDays, c.Outcome, c.ConcludedOn);
}

/// <param name="Number">The assessment's version that the step made.</param>
internal sealed record DecisionResponse(
    int Number, int Round, WorkflowStep Step, AssessmentState From, AssessmentState To, string? Result, string? Text, string By, string ByName, DateTimeOffset At)
{
    public static DecisionResponse Of(Decision d) => new(d.Number, d.Round, d.Step, d.From, d.To, d.Result, d.Text, d.By, d.ByName, d.At);
}
