namespace Governance.Contracts.Dpia.V1;

/// <param name="RuleSet">Id of the dated rules applied, for example <c>gb-2021-01-01</c>.</param>
/// <param name="Result"><c>required</c>, <c>judgement</c> or <c>notRequired</c>.</param>
/// <param name="Step">Step of the screening that decided, 1 to 4.</param>
/// <param name="Criteria">The WP248 criteria that counted, <c>C1</c> to <c>C9</c>.</param>
public sealed record ScreeningCompleted(
    EventHeader Header,
    Guid ScreeningId,
    string Jurisdiction,
    string RuleSet,
    string Result,
    int Step,
    IReadOnlyList<string> Criteria) : IEvent;

/// <summary>One criterion was met, and a person judged with written reasons.</summary>
public sealed record ScreeningJudged(EventHeader Header, Guid ScreeningId, string Result) : IEvent;

/// <param name="Ground"><c>notHighRisk</c>, <c>highRisk</c> or <c>singlePractitioner</c>.</param>
public sealed record ScreeningOverridden(EventHeader Header, Guid ScreeningId, string Ground, string Result) : IEvent;

/// <summary>Who screened tried to override their own screening.</summary>
public sealed record ScreeningOverrideRefused(EventHeader Header, Guid ScreeningId, string Ground) : IEvent;

/// <param name="TemplateHash">SHA-256 of the template's canonical JSON, hex.</param>
public sealed record TemplatePublished(EventHeader Header, string TemplateCode, int TemplateVersion, string TemplateHash) : IEvent;

/// <param name="Origin"><c>new</c>, <c>clone</c> or <c>import</c>.</param>
/// <param name="ClonedFrom">The assessment it was cloned from.</param>
public sealed record AssessmentOpened(EventHeader Header, Guid AssessmentId, string TemplateCode, int TemplateVersion, Guid? ScreeningId, string Origin, Guid? ClonedFrom) : IEvent;

/// <summary>A step of the workflow was taken. <paramref name="From"/> and <paramref name="To"/> are equal for a step that only records a decision.</summary>
/// <param name="Step">For example <c>submit</c>, <c>advise</c>, <c>acceptRisk</c>.</param>
/// <param name="Result">Code of what was decided, for example <c>unfavourable</c>; null where the step says it all.</param>
/// <param name="Round">Counts from 1; each reopening begins the next.</param>
public sealed record AssessmentStepTaken(EventHeader Header, Guid AssessmentId, string Step, string From, string To, string? Result, int Round) : IEvent;

/// <summary>A step was refused for who asked for it, for example an author who wanted to approve.</summary>
public sealed record AssessmentStepRefused(EventHeader Header, Guid AssessmentId, string Step, string State) : IEvent;

/// <param name="Number">Number of the approved version, from 1.</param>
/// <param name="DocumentHash">SHA-256 of the approved document, hex: what was signed.</param>
public sealed record AssessmentApproved(EventHeader Header, Guid AssessmentId, int Number, string DocumentHash) : IEvent;

/// <param name="Part"><c>answer</c>, <c>risk</c>, <c>measure</c>, <c>comment</c> or <c>evaluation</c>.</param>
/// <param name="PartId">The question's code or the part's id.</param>
/// <param name="Change"><c>added</c>, <c>written</c>, <c>kept</c> (an edit that came too late, set aside), <c>removed</c>, <c>resolved</c>.</param>
public sealed record AssessmentContentChanged(EventHeader Header, Guid AssessmentId, string Part, string PartId, string Change, int PartVersion) : IEvent;

/// <param name="Kind"><c>write</c>, <c>review</c>, <c>views</c>, <c>acceptRisk</c>, <c>approve</c> or <c>followUp</c>.</param>
/// <param name="Change"><c>assigned</c>, <c>delegated</c>, <c>completed</c>, <c>cancelled</c>, <c>reminded</c> or <c>overdue</c>.</param>
public sealed record AssessmentTaskChanged(EventHeader Header, Guid AssessmentId, Guid TaskId, string Kind, string AssigneeId, DateOnly DueOn, string Change) : IEvent;

/// <param name="Level">1 when the due date has passed, 2 when nothing has happened two weeks later.</param>
public sealed record MeasureEscalated(EventHeader Header, Guid AssessmentId, Guid MeasureId, DateOnly DueOn, int Level) : IEvent;

/// <summary>Something changed that an assessment was made for.</summary>
/// <param name="Kind"><c>mapChanged</c>, <c>drift</c>, <c>newPurpose</c>, <c>newRecipient</c>, <c>purposeChanged</c>, <c>incident</c>, <c>date</c>, <c>measureOverdue</c> or <c>manual</c>.</param>
/// <param name="SourceId">Id of the data store, the purpose's code, id of the incident or the measure.</param>
/// <param name="Reopened">True when it brought the assessment to review due.</param>
public sealed record ReviewTriggered(EventHeader Header, Guid AssessmentId, Guid TriggerId, string Kind, string SourceId, int ChangeCount, bool Reopened) : IEvent;

public sealed record IncidentReported(EventHeader Header, Guid IncidentId, string Severity, IReadOnlyList<Guid> AssessmentIds) : IEvent;
