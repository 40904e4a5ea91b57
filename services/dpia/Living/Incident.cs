namespace Governance.Dpia.Living;

internal enum IncidentSeverity
{
    Low,
    Medium,
    High,
}

/// <summary>Something that went wrong with personal data, as far as assessments have to know.</summary>
internal sealed class Incident
{
    public required Guid Id { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required IncidentSeverity Severity { get; init; }

    public required Guid[] DataStoreIds { get; init; }

    public required Guid[] AssessmentIds { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required string ReportedBy { get; init; }

    public required DateTimeOffset ReportedAt { get; init; }
}
