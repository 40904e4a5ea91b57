namespace Governance.Contracts.Consent.V1;

/// <summary>A signal of a browser or a consent management platform was stored.</summary>
/// <param name="Kind"><c>tcf</c>, <c>gpp</c> or <c>gpc</c>.</param>
/// <param name="SourceCode">Where it came in.</param>
public sealed record SignalReceived(EventHeader Header, Guid SignalId, string Kind, string SourceCode) : IEvent;
