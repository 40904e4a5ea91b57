namespace Governance.Demo.Walk;

/// <summary>What the demo company writes about the profiling in its loyalty programme.</summary>
internal static class LoyaltyCase
{
    public const string Description = "Hearth & Harbour analyses the purchases of loyalty members to predict what may interest them next, and grades members into three tiers.";

    public const string Advice = "The weighing is sound and the data are few. I advise in favour on condition that members can object from every e-mail, and that the scores are deleted with the membership.";

    public const string Views = "Twelve members were interviewed in March. They like the discounts; four wished to see their interests and to switch them off, which the account page now allows.";

    /// <summary>Criteria that are met, and where the answer comes from.</summary>
    public static IReadOnlyDictionary<string, string> Criteria { get; } = new Dictionary<string, string>
    {
        ["C1"] = "Data map: member.tier, tier_change; interview with the loyalty team",
        ["C6"] = "Data map: customer numbers link the shop and the loyalty database",
    };

    public static IReadOnlyList<(string Question, object Value)> Answers { get; } =
    [
        Text("overview", "The loyalty programme gives members points for purchases. Since this spring a weekly job reads each member's purchases of the last two years, computes an interest score for eleven product groups, and grades members into the tiers Pebble, Shell and Pearl. Scores decide which offers the monthly e-mail shows first.\n\nNo price, no credit and no access to goods depends on the score."),
        Text("responsibilities", "Controller: Hearth & Harbour AB. The loyalty team answers for the processing, the data-platform team runs the job. Copper Kettle Teas and Spoke & Chain redeem rewards on their own responsibility and receive the reward code only."),
        Text("standards", "None approved under Art. 40. The job follows the company's guideline on analytics."),
        Text("data", "Members (about 210): member number, customer number, nickname, tier and its history, points, redemptions, month of birth, answers to one survey. Purchases come from the shop by customer number. Points and purchases are kept for two years, scores until the next run."),
        Text("life-cycle", "Collected when joining and buying; joined by customer number once a week; scored; used for the monthly e-mail; overwritten by the next run; deleted when membership ends."),
        Text("assets", "The loyalty database (PostgreSQL, Stockholm), the shop database, the e-mail provider, two administrators."),
        Text("purposes", "To show members offers that are likely to interest them, and to reward loyalty. Nothing else: scores are not sold and not used for prices."),
        ("legal-basis-code", new { choices = new[] { "legitimate-interest", "contract" } }),
        Text("legal-basis", "Points and tiers: performance of the programme's terms. Scores: the interest of a shop in relevant offers to its regular customers."),
        Text("legitimate-interest-test", "Members expect offers from a programme they joined for offers. Few data, no special categories, no effect beyond the order of offers, and an objection that takes one click."),
        Text("minimisation", "Month of birth is used for a greeting only and left out of the score. Product groups, not single products. Without two years the seasonal groups would fail."),
        Text("accuracy", "Scores are recomputed weekly from the orders themselves. Members see and correct their interests in the account."),
        Text("storage", "Purchases and points two years, by experience the span in which interests repeat; scores one week; tiers as long as the membership."),
        Text("information", "The programme's terms and the privacy notice say it in one paragraph each, and the account page shows the interests."),
        Text("consent", "No consent is asked for; the newsletter itself rests on consent, which the consent service keeps."),
        Text("access", "Through the request portal: the export holds points, tiers and interests in JSON and CSV."),
        Text("rectification", "Interests can be corrected in the account. Erasure deletes membership, points and scores; invoices stay ten years by bookkeeping law."),
        Text("objection", "One click in the account, and soon in every e-mail: the member is left out of the next run and keeps points and tier."),
        ("automated-decisions", new { choices = new[] { "supported" } }),
        Text("automated-safeguards", "The order of offers is checked by the loyalty team before each mailing; members may write to a person."),
        Text("processors", "The e-mail provider, under a contract according to Art. 28, audited last year; its servers are in Ireland."),
        Text("transfers", "No data leave the European Economic Area."),
    ];

    public static object Risk(string fearedEvent, string title) => fearedEvent switch
    {
        "illegitimate-access" => new
        {
            title, impacts = new[] { "Strangers learn habits and interests of a member", "Targeted fraud in the shop's name" }, threats = new[] { "A stolen administrator's password", "An export left in a shared folder" },
            sources = new[] { "Outsiders after addresses", "Curious employees" }, controls = new[] { "Two-factor sign-in", "Roles with least privilege" }, severity = 3, likelihood = 3,
        },
        "unwanted-modification" => new
        {
            title, impacts = new[] { "Members get the wrong tier and lose rewards" }, threats = new[] { "A fault in the weekly job", "Members mixed up by customer number" },
            sources = new[] { "Developers by mistake" }, controls = new[] { "Tests of the job with known members" }, severity = 2, likelihood = 2,
        },
        _ => new
        {
            title, impacts = new[] { "Points are lost" }, threats = new[] { "Loss of the database server" }, sources = new[] { "Failure of the data centre" }, controls = new[] { "Daily backup, restored monthly" }, severity = 2, likelihood = 1,
        },
    };

    public static IReadOnlyList<object> Measures(IReadOnlyDictionary<string, Guid> risks) =>
    [
        new { title = "Pseudonymise before scoring", description = "The job sees a key instead of the customer number.", state = "done", riskIds = new[] { risks["illegitimate-access"] }, lowersSeverity = 1 },
        new { title = "Alert on bulk exports", description = "More than a hundred members in one query alerts the platform team.", state = "inProgress", riskIds = new[] { risks["illegitimate-access"] }, lowersLikelihood = 1, ownerId = "data-platform", dueOn = "2030-03-31" },
        new { title = "Objection link in every e-mail", description = "The DPO's condition.", state = "planned", riskIds = new[] { risks["unwanted-modification"] }, ownerId = "loyalty-team", dueOn = "2030-02-28" },
    ];

    private static (string, object) Text(string question, string text) => (question, new { text });
}
