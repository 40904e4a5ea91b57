using System.Globalization;
using Governance.Contracts.Inventory.V1;

namespace Governance.DataPlane.Classifying;

/// <summary>
/// Weighs a column's name, type, table and sampled values into a data category. Evidence names codes and shares, never values.
/// </summary>
internal sealed class Classifier(TimeProvider clock)
{
    private const double Threshold = 0.5;
    private const double Agree = 0.6;
    private const double Contradict = 0.25;
    private const int EnoughValues = 5;

    /// <summary>Values whose format alone says what they are, with how much it says.</summary>
    private static readonly (ValueShape Shape, string Category, string Code, double Weight)[] Speaking =
    [
        (ValueShape.Email, "user.contact.email", "email-shape", 0.85),
        (ValueShape.Iban, "user.financial.bank_account", "iban-checksum", 0.9),
        (ValueShape.CardNumber, "user.financial.credit_card", "card-checksum", 0.85),
        (ValueShape.NationalId, "user.government_id", "national-id-format", 0.7),
        (ValueShape.IpAddress, "user.device.ip_address", "ip-format", 0.7),
    ];

    public Classification? Classify(ColumnProfile column)
    {
        if (column.TypeName is "bool" or "bytea" or "uuid" or "tsvector")
        {
            return null;
        }

        if (column.IsJson)
        {
            return new JsonClassifier(this).Classify(column);
        }

        var values = Samples(column);
        var best = new[] { BySpeakingValues(column, values), ByName(column, values), ByBareName(column, values) }
            .OfType<Classification>().OrderByDescending(c => c.Confidence).FirstOrDefault();
        return best is { } found && found.Confidence >= Threshold ? found : null;
    }

    private Classification? ByName(ColumnProfile column, string[] values)
    {
        var terms = Words.Terms(column.Name);
        var rule = NameRules.All.FirstOrDefault(r => r.Matches(terms) && Suits(r, column));
        var person = NameRules.AboutPeople(column.Table, column.Siblings);
        if (rule is null || (rule.NeedsPerson && !person) || IsCode(terms))
        {
            return null;
        }

        var evidence = new List<string> { $"name:{rule.Code}" };
        var confidence = rule.Weight;
        if (person)
        {
            evidence.Add("table:person");
            confidence = Together(confidence, 0.2);
        }

        return rule.Shape is { } shape && values.Length > 0
            ? Weigh(rule, shape, column, values, confidence, evidence)
            : new Classification(rule.Category, Round(confidence), evidence);
    }

    private Classification? Weigh(NameRule rule, ValueShape shape, ColumnProfile column, string[] values, double confidence, List<string> evidence)
    {
        var share = Share(shape, values);
        if (values.Length >= EnoughValues && share < Contradict)
        {
            return null;
        }

        if (rule.Code == "birth-date" && !PlausibleAges(values))
        {
            return null;
        }

        evidence.Add(Text($"values:{Code(shape)}", share));
        evidence.Add(Text("distinct", Distinctness(values)));
        confidence = share >= Agree ? Together(confidence, 0.5 * share) : confidence * 0.8;
        if (column.IsText && rule.Code is "first-name" or "person-name" && Share(ValueShape.GivenName, values) is >= 0.2 and var names)
        {
            evidence.Add(Text("values:given-names", names));
            confidence = Together(confidence, 0.5);
        }

        return new Classification(rule.Category, Round(confidence), evidence);
    }

    private Classification? BySpeakingValues(ColumnProfile column, string[] values)
    {
        if (values.Length == 0 || !(column.IsText || column.IsAddress || column.TypeName == "int8"))
        {
            return null;
        }

        foreach (var (shape, category, code, weight) in Speaking)
        {
            // A number that happens to pass a check digit says little: one in ten does.
            var share = Share(shape, values);
            if (share >= Agree && (values.Length >= EnoughValues || share >= 1) && !(column.TypeName == "int8" && shape != ValueShape.CardNumber))
            {
                var person = NameRules.AboutPeople(column.Table, column.Siblings);
                var certain = Together(weight * share, person ? 0.2 : 0);
                return new Classification(category, Round(values.Length < EnoughValues ? certain * 0.8 : certain), [Text($"values:{code}", share), Text("distinct", Distinctness(values))]);
            }
        }

        return null;
    }

    // "name" says nothing by itself: products, artists and cities have names too. The table or the values must speak for people.
    private Classification? ByBareName(ColumnProfile column, string[] values)
    {
        var words = Words.Of(column.Name);
        if (!column.IsText || NameRules.AboutThings(column.Table))
        {
            return null;
        }

        var named = words is ["name"] or ["nombre"] or ["nom"] or ["nome"];
        var title = words is ["title"] && Words.Of(column.Table).Any(w => w is "employee" or "employees" or "staff" or "mitarbeiter");
        var person = NameRules.AboutPeople(column.Table, column.Siblings);
        if (title)
        {
            return new Classification("user.job_title", 0.6, ["name:title", "table:employee"]);
        }

        var share = Share(ValueShape.GivenName, values);
        if (named && person && (values.Length < EnoughValues || Share(ValueShape.Words, values) >= Agree))
        {
            var confidence = Together(0.6, share);
            return new Classification("user.name", Round(confidence), ["name:name", "table:person", Text("values:given-names", share)]);
        }

        var nameless = values.Length >= EnoughValues && share >= Agree && Distinctness(values) >= 0.3 && !NameRules.All.Any(r => r.Matches(Words.Terms(column.Name)));
        return nameless && (person || named)
            ? new Classification("user.name", Round(Together(0.35, share * 0.5)), [Text("values:given-names", share), Text("distinct", Distinctness(values))])
            : null;
    }

    private static bool Suits(NameRule rule, ColumnProfile column) => rule.Code switch
    {
        "birth-date" => column.IsDate || column.IsText,
        "ip-address" => column.IsAddress || column.IsText,
        "location" => column.IsNumber || column.IsText || column.TypeName == "point",
        "income" => column.IsNumber || column.IsText,
        "phone" or "card-number" or "government-id" or "person-number" or "bank-account" or "postal-code" => column.IsText || column.IsNumber,
        _ => column.IsText || column.TypeName.StartsWith('_') || IsEnumLike(column),
    };

    private static bool IsEnumLike(ColumnProfile column) => !column.IsNumber && !column.IsDate && !column.IsAddress;

    // email_verified_at, phone_type, address_id, mail_count: about the thing named, not the thing itself.
    private static bool IsCode(HashSet<string> terms) => terms.Overlaps(
        ["id", "type", "count", "status", "verified", "confirmed", "enabled", "template", "subject", "server", "queue", "format", "label", "flag", "version", "at", "sent", "opt", "optin", "preference"])
        && !terms.Overlaps(["taxid", "nationalid", "steuerid", "deviceid", "advertisingid", "nationalidnumber", "externalcustomerid"]);

    private double Share(ValueShape shape, string[] values)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return values.Length == 0 ? 0 : values.Count(v => ValueShapes.Has(shape, v, today)) / (double)values.Length;
    }

    // Birth dates lie in the past, mostly of adults; dates of the last months are events.
    private bool PlausibleAges(string[] values)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var ages = values.Select(v => ValueShapes.Age(v, today)).OfType<int>().Order().ToArray();
        return ages.Length == 0 || ages[ages.Length / 2] is >= 3 and <= 100;
    }

    private static string[] Samples(ColumnProfile column) =>
    [
        .. (column.TypeName.StartsWith('_') ? column.Values.SelectMany(v => v.Trim('{', '}').Split(',')).Select(v => v.Trim('"')) : column.Values)
            .Where(v => !string.IsNullOrWhiteSpace(v)),
    ];

    private static double Distinctness(string[] values) => values.Length == 0 ? 0 : values.Distinct(StringComparer.Ordinal).Count() / (double)values.Length;

    private static double Together(double one, double other) => 1 - ((1 - one) * (1 - other));

    private static double Round(double confidence) => Math.Round(Math.Min(confidence, 0.99), 2);

    private static string Code(ValueShape shape) => shape switch
    {
        ValueShape.Email => "email-shape",
        ValueShape.IpAddress => "ip-format",
        ValueShape.BirthDate => "age-plausible",
        ValueShape.PostalCode => "postal-code-shape",
        _ => shape.ToString().ToLowerInvariant() + "-shape",
    };

    private static string Text(string code, double share) => string.Create(CultureInfo.InvariantCulture, $"{code} {share:0.00}");
}
