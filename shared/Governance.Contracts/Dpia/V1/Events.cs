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
