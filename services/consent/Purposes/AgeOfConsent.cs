using System.Collections.Frozen;

namespace Governance.Consent.Purposes;

/// <summary>The age from which a child can consent to an information society service by itself. GDPR Art. 8(1) and national law; India: DPDP Act s. 2(f).</summary>
internal static class AgeOfConsent
{
    /// <summary>GDPR Art. 8(1), where national law sets no lower age.</summary>
    public const int Default = 16;

    // UK and EL are what the institutions of the EU write for GB and GR.
    private static readonly FrozenDictionary<string, int> ByCountry = new Dictionary<int, string>
    {
        [13] = "BE DK EE FI LV MT PT SE GB UK",
        [14] = "AT BG CY IT LT ES",
        [15] = "CZ FR GR EL",
        [16] = "DE HR HU IE LU NL PL RO SK",
        [18] = "IN",
    }
    .SelectMany(entry => entry.Value.Split(' ').Select(country => (country, entry.Key)))
    .ToFrozenDictionary(entry => entry.country, entry => entry.Key, StringComparer.Ordinal);

    /// <param name="country">ISO 3166-1 alpha-2, upper case.</param>
    public static int For(string country) => ByCountry.GetValueOrDefault(country, Default);
}
