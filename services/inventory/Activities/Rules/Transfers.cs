namespace Governance.Inventory.Activities.Rules;

/// <summary>Whether a transfer to a third country may take place (GDPR Art. 44 to 49). What can't be told from the record, nobody is promised.</summary>
internal static class Transfers
{
    private static readonly HashSet<string> Area =
        [.. "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".Split(' ')];

    public static bool IsInTheArea(string country) => Area.Contains(country);

    /// <summary>Null when it may; otherwise the article that is not met and why.</summary>
    public static (string Article, string Text)? Blocked(Transfer transfer, ActivityOptions options) => transfer.Safeguard switch
    {
        Safeguard.Adequacy => options.IsAdequate(transfer.Country) ? null : ("45", "No adequacy decision covers this country."),
        Safeguard.StandardContractualClauses or Safeguard.BindingCorporateRules =>
            string.IsNullOrWhiteSpace(transfer.Assessment) ? ("46", "The transfer impact assessment is not named.") : null,
        Safeguard.Derogation => transfer.Derogation is null ? ("49", "The derogation it rests on is not named.") : null,
        _ => ("44", "No safeguard is named."),
    };
}
