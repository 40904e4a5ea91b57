namespace Governance.Inventory.Activities;

/// <summary>Data leave the European Economic Area.</summary>
/// <param name="Country">ISO 3166-1 alpha-2, upper case.</param>
/// <param name="Recipient">Who gets the data there: an organisation or a kind of them.</param>
/// <param name="Assessment">Where the transfer impact assessment is kept. Needed with <see cref="Safeguard.StandardContractualClauses"/> and <see cref="Safeguard.BindingCorporateRules"/>.</param>
/// <param name="Derogation">Needed with <see cref="Safeguard.Derogation"/>.</param>
internal sealed record Transfer(string Country, string Recipient, Safeguard Safeguard = Safeguard.None, string? Assessment = null, Derogation? Derogation = null);

internal enum Safeguard
{
    None,

    /// <summary>GDPR Art. 45.</summary>
    Adequacy,

    /// <summary>GDPR Art. 46(2)(c) and (d).</summary>
    StandardContractualClauses,

    /// <summary>GDPR Art. 47.</summary>
    BindingCorporateRules,

    /// <summary>GDPR Art. 49.</summary>
    Derogation,
}

/// <summary>GDPR Art. 49(1)(a) to (g) and its second subparagraph.</summary>
internal enum Derogation
{
    ExplicitConsent,
    Contract,
    ContractInTheInterestOfTheSubject,
    PublicInterest,
    LegalClaims,
    VitalInterests,
    PublicRegister,
    CompellingLegitimateInterests,
}
