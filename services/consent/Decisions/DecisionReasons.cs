using Governance.Consent.Records;

namespace Governance.Consent.Decisions;

/// <summary>Stable codes that say why a decision came out as it did.</summary>
internal static class DecisionReasons
{
    public const string ConsentValid = "consent-valid";
    public const string OtherBasis = "other-legal-basis";
    public const string PurposeUnknown = "purpose-unknown";
    public const string NoRecord = "no-consent-recorded";
    public const string NoticeChanged = "notice-changed-materially";
    public const string PurposeNotCovered = "notice-no-longer-covers-purpose";
    public const string NoticeUnknown = "notice-not-in-effect";
    public const string Objected = "subject-objected";

    public static string For(ConsentStatus status) => status switch
    {
        ConsentStatus.Unknown => NoRecord,
        ConsentStatus.Refused => "consent-refused",
        ConsentStatus.Withdrawn => "consent-withdrawn",
        ConsentStatus.Expired => "consent-expired",
        ConsentStatus.Requested => "consent-requested",
        ConsentStatus.Deferred => "consent-deferred",
        ConsentStatus.Pending => "consent-pending",
        ConsentStatus.Invalidated => "consent-invalidated",
        ConsentStatus.Revoked => "consent-revoked",
        _ => "consent-not-valid",
    };
}
