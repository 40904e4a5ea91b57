namespace Governance.Consent.Signals.Tcf;

/// <summary>A TC string of the IAB Europe Transparency &amp; Consent Framework v2.3, decoded. Read only: writing one needs a registered CMP id.</summary>
/// <param name="SpecialFeatureOptIns">Numbers of the special features opted in to.</param>
/// <param name="PurposesConsent">Numbers of the purposes consented to.</param>
/// <param name="PurposesLegitimateInterest">Numbers of the purposes with legitimate interest established and not objected to.</param>
/// <param name="DisclosedVendors">Mandatory since 2.3; null when the segment is missing.</param>
/// <param name="AllowedVendors">Of older versions; null when the segment is missing.</param>
internal sealed record TcString(
    int Version,
    DateTimeOffset Created,
    DateTimeOffset LastUpdated,
    int CmpId,
    int CmpVersion,
    int ConsentScreen,
    string ConsentLanguage,
    int VendorListVersion,
    int TcfPolicyVersion,
    bool IsServiceSpecific,
    bool UseNonStandardTexts,
    IReadOnlyList<int> SpecialFeatureOptIns,
    IReadOnlyList<int> PurposesConsent,
    IReadOnlyList<int> PurposesLegitimateInterest,
    bool PurposeOneTreatment,
    string PublisherCountry,
    VendorSet VendorConsents,
    VendorSet VendorLegitimateInterests,
    IReadOnlyList<PublisherRestriction> PublisherRestrictions,
    VendorSet? DisclosedVendors,
    VendorSet? AllowedVendors,
    PublisherTc? Publisher);

/// <param name="Ranges">In ranges or, from a bit field, joined to ranges.</param>
/// <param name="InRanges">Which of the two encodings was used.</param>
internal sealed record VendorSet(int MaxVendorId, bool InRanges, IReadOnlyList<VendorRange> Ranges)
{
    public bool Contains(int vendor) => Ranges.Any(r => vendor >= r.First && vendor <= r.Last);

    public int Count() => Ranges.Sum(r => r.Last - r.First + 1);
}

/// <param name="AsGroup">Written as a group; a single id otherwise.</param>
internal sealed record VendorRange(int First, int Last, bool AsGroup);

/// <param name="Type">0 not allowed, 1 require consent, 2 require legitimate interest.</param>
internal sealed record PublisherRestriction(int Purpose, int Type, IReadOnlyList<VendorRange> Vendors);

/// <summary>The publisher's own purposes.</summary>
internal sealed record PublisherTc(
    IReadOnlyList<int> PurposesConsent,
    IReadOnlyList<int> PurposesLegitimateInterest,
    int CustomPurposes,
    IReadOnlyList<int> CustomPurposesConsent,
    IReadOnlyList<int> CustomPurposesLegitimateInterest);
