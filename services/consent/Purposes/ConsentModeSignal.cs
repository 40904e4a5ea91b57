namespace Governance.Consent.Purposes;

/// <summary>The consent types of Google's Consent Mode v2; in its own API they are written <c>ad_storage</c> and so on.</summary>
internal enum ConsentModeSignal
{
    AdStorage,
    AdUserData,
    AdPersonalization,
    AnalyticsStorage,
    FunctionalityStorage,
    PersonalizationStorage,
    SecurityStorage,
}
