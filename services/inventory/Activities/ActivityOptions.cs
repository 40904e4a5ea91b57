namespace Governance.Inventory.Activities;

/// <summary>What holds for every activity of the organisation.</summary>
internal sealed class ActivityOptions
{
    public const string Section = "Activities";

    public Party? Controller { get; set; }

    public Party? DataProtectionOfficer { get; set; }

    /// <summary>
    /// Countries with an adequacy decision (GDPR Art. 45(3)), ISO codes with spaces between. Default: the Commission's decisions in force since 27 January 2026 (Brazil,
    /// Implementing Decision (EU) 2026/179, being the last). Canada: commercial organisations only; the United States: certified ones of the Data Privacy Framework.
    /// </summary>
    public string AdequateCountries { get; set; } = "AD AR BR CA CH FO GB GG IL IM JE JP KR NZ US UY";

    public bool IsAdequate(string country) => AdequateCountries.Split(' ').Contains(country, StringComparer.Ordinal);
}
