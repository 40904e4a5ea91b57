namespace Governance.Contracts.Consent.V1;

/// <summary>A site that embeds the preference centre was registered or changed.</summary>
/// <param name="Purposes">Codes of the purposes it offers.</param>
public sealed record PreferenceSiteChanged(EventHeader Header, Guid SiteId, string SiteCode, IReadOnlyList<string> Origins, IReadOnlyList<string> Purposes) : IEvent;
