using System.Collections.Frozen;

namespace Governance.Consent.Signals.Gpp;

/// <summary>Fields of the US sections. Source: Global-Privacy-Platform, Sections/US-National and Sections/US-States; 13 to 27 after IABTechLab/iabgpp-es, encoder/segment.</summary>
internal static class UsLayouts
{
    private static readonly UsField[] Mspa = [new("MspaCoveredTransaction"), new("MspaOptOutOptionMode"), new("MspaServiceProviderMode")];

    private static readonly UsField[] SaleAndAdvertising =
        [new("SharingNotice"), new("SaleOptOutNotice"), new("TargetedAdvertisingOptOutNotice"), new("SaleOptOut"), new("TargetedAdvertisingOptOut")];

    /// <summary>The states of 2025 begin with the version of the MSPA, then what it is about.</summary>
    private static readonly UsField[] MspaFirst = [new("MspaCoveredTransaction"), new("MspaMode"), new("ProcessingNotice"), .. SaleAndAdvertising[1..]];

    private static readonly FrozenDictionary<int, UsLayout> ById = new Dictionary<int, UsLayout>
    {
        [7] = new("usnat", [new(1, National(12, 2)), new(1, National(16, 3)), new(2, National(16, 3))], HasGpc: true),
        [8] = new("usca", State(
        [
            new("SaleOptOutNotice"), new("SharingOptOutNotice"), new("SensitiveDataLimitUseNotice"), new("SaleOptOut"), new("SharingOptOut"),
            new("SensitiveDataProcessing", 9), new("KnownChildSensitiveDataConsents", 2), new("PersonalDataConsents"),
        ]), HasGpc: true),
        [9] = new("usva", State([.. SaleAndAdvertising, new("SensitiveDataProcessing", 8), new("KnownChildSensitiveDataConsents")]), HasGpc: false),
        [10] = new("usco", State([.. SaleAndAdvertising, new("SensitiveDataProcessing", 7), new("KnownChildSensitiveDataConsents")]), HasGpc: true),
        [11] = new("usut", State(
        [
            new("SharingNotice"), new("SaleOptOutNotice"), new("TargetedAdvertisingOptOutNotice"), new("SensitiveDataProcessingOptOutNotice"), new("SaleOptOut"), new("TargetedAdvertisingOptOut"),
            new("SensitiveDataProcessing", 8), new("KnownChildSensitiveDataConsents"),
        ]), HasGpc: false),
        [12] = new("usct", State([.. SaleAndAdvertising, new("SensitiveDataProcessing", 8), new("KnownChildSensitiveDataConsents", 3)]), HasGpc: true),
        [13] = new("usfl", Later("ProcessingNotice", sensitive: 8, child: 3), HasGpc: false),
        [14] = new("usmt", Later("SharingNotice", sensitive: 8, child: 3), HasGpc: true),
        [15] = new("usor", Later("ProcessingNotice", sensitive: 11, child: 3), HasGpc: true),
        [16] = new("ustx", Later("ProcessingNotice", sensitive: 8, child: 1), HasGpc: true),
        [17] = new("usde", Later("ProcessingNotice", sensitive: 9, child: 5), HasGpc: true),
        [18] = new("usia", State(
        [
            new("ProcessingNotice"), new("SaleOptOutNotice"), new("TargetedAdvertisingOptOutNotice"), new("SensitiveDataOptOutNotice"), new("SaleOptOut"), new("TargetedAdvertisingOptOut"),
            new("SensitiveDataProcessing", 8), new("KnownChildSensitiveDataConsents"),
        ]), HasGpc: true),
        [19] = new("usne", Later("ProcessingNotice", sensitive: 8, child: 1), HasGpc: true),
        [20] = new("usnh", Later("ProcessingNotice", sensitive: 8, child: 3), HasGpc: true),
        [21] = new("usnj", Later("ProcessingNotice", sensitive: 10, child: 5), HasGpc: true),
        [22] = new("ustn", Later("ProcessingNotice", sensitive: 8, child: 1), HasGpc: true),
        [23] = new("usmn", Later("ProcessingNotice", sensitive: 8, child: 1), HasGpc: true),
        [24] = new("usmd", [new(1, [.. MspaFirst, new("AdditionalDataProcessingConsent")])], HasGpc: true),
        [25] = Latest("usin"),
        [26] = Latest("usky"),
        [27] = Latest("usri"),
    }.ToFrozenDictionary();

    public static UsLayout? Find(int sectionId) => ById.GetValueOrDefault(sectionId);

    private static UsField[] National(int sensitive, int child) =>
    [
        new("SharingNotice"), new("SaleOptOutNotice"), new("SharingOptOutNotice"), new("TargetedAdvertisingOptOutNotice"), new("SensitiveDataProcessingOptOutNotice"), new("SensitiveDataLimitUseNotice"),
        new("SaleOptOut"), new("SharingOptOut"), new("TargetedAdvertisingOptOut"),
        new("SensitiveDataProcessing", sensitive), new("KnownChildSensitiveDataConsents", child), new("PersonalDataConsents"), .. Mspa,
    ];

    /// <summary>The states that came from 2024 on ask for consent to additional processing too.</summary>
    private static UsForm[] Later(string notice, int sensitive, int child) => State(
    [
        new(notice), .. SaleAndAdvertising[1..], new("SensitiveDataProcessing", sensitive), new("KnownChildSensitiveDataConsents", child), new("AdditionalDataProcessingConsent"),
    ]);

    private static UsLayout Latest(string prefix) =>
        new(prefix, [new(1, [.. MspaFirst, new("KnownChildSensitiveDataConsents"), new("AdditionalDataProcessingConsent")])], HasGpc: false, Sensitive: 8);

    private static UsForm[] State(UsField[] fields) => [new(1, [.. fields, .. Mspa])];
}
