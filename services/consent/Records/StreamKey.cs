namespace Governance.Consent.Records;

/// <summary>Names the history of one subject and one purpose.</summary>
/// <param name="Subject">Pseudonym.</param>
internal readonly record struct StreamKey(string Subject, string Purpose);
