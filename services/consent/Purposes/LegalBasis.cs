namespace Governance.Consent.Purposes;

/// <summary>GDPR Art. 6(1)(a) to (f).</summary>
internal enum LegalBasis
{
    Consent,
    Contract,
    LegalObligation,
    VitalInterest,
    PublicTask,
    LegitimateInterest,
}

internal static class LegalBasisExtensions
{
    /// <summary>GDPR Art. 21(1): a data subject may object to processing that rests on Art. 6(1)(e) or (f).</summary>
    public static bool IsOpenToObjection(this LegalBasis basis) =>
        basis is LegalBasis.PublicTask or LegalBasis.LegitimateInterest;
}
