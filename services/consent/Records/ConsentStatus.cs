namespace Governance.Consent.Records;

/// <summary>The consent states of the W3C Data Privacy Vocabulary 2.3, and <see cref="Pending"/>.</summary>
internal enum ConsentStatus
{
    Unknown,
    Requested,
    Deferred,
    Given,
    Renewed,
    Refused,
    Withdrawn,
    Expired,
    Invalidated,
    Revoked,

    /// <summary>Given, but not confirmed yet.</summary>
    Pending,
}

internal static class ConsentStatusExtensions
{
    /// <summary>Anything not valid means deny.</summary>
    public static bool IsValid(this ConsentStatus status) => status is ConsentStatus.Given or ConsentStatus.Renewed;
}
