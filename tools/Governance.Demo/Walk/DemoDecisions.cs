namespace Governance.Demo.Walk;

/// <summary>Where a human at the demo company knows better than the scan, by store.</summary>
public static class DemoDecisions
{
    private static readonly string[] Bookkeeping = ["finance"];
    private static readonly string[] TaxAdviser = ["Tax adviser"];

    private static readonly object Nothing = new { method = "null" };

    private static readonly object TenYears = new
    {
        action = "retain",
        retention = new { legalBasis = "legal-obligation", article = "GDPR Art. 17(3)(b); Bokföringslagen 7 kap. 2 §", period = "P10Y", trigger = "invoice issued" },
        purposes = Bookkeeping,
        recipients = TaxAdviser,
    };

    public static IReadOnlyList<TableDecision> Tables(string store) => store.EndsWith("shop", StringComparison.Ordinal)
        ?
        [
            new("public", "invoice", TenYears, "invoices stay ten years by bookkeeping law, their billing fields masked"),
            new("public", "invoice_line", TenYears, "and so do their lines"),
        ]
        : [];

    public static IReadOnlyList<ColumnDecision> Columns(string store) => store.EndsWith("shop", StringComparison.Ordinal)
        ?
        [
            new("public", "customer", "födelseort", new { category = "user.demographic", masking = Nothing }, "a place of birth is personal, whatever language the column speaks"),
            new("public", "customer", "home_address_id", new { masking = Nothing }, "what is left of an erased customer no longer points at a home"),
        ]
        : [];
}
