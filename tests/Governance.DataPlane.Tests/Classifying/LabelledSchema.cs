using System.Globalization;
using Governance.DataPlane.Classifying;

namespace Governance.DataPlane.Tests.Classifying;

/// <summary>Columns with made-up values and the category a privacy analyst would give them; null for none.</summary>
internal static class LabelledSchema
{
    private static readonly string[] Given = ["Anna", "Peter", "Maria", "Lukas", "Sofia", "Thomas", "Julia", "Daniel", "Laura", "Felix"];
    private static readonly string[] Family = ["Berg", "Meyer", "Rossi", "Novak", "Garcia", "Smith", "Lund", "Dubois", "Silva", "Kovacs"];
    private static readonly string[] Ibans = ["DE89370400440532013000", "GB82WEST12345698765432", "FR1420041010050500013M02606", "NL91ABNA0417164300", "ES9121000418450200051332", "AT611904300234573201", "BE68539007547034"];
    private static readonly string[] Cards = ["4111111111111111", "5555555555554444", "4012888888881881", "5105105105105100", "4222222222222", "378282246310005", "371449635398431"];

    private static readonly string[] Customer = ["id", "first_name", "last_name", "email", "phone", "birth_date"];

    /// <summary>Known to be missed: what they are shows neither in the name nor in the format of the values.</summary>
    public static IReadOnlyList<string> KnownMisses { get; } = ["customers.attribute_7", "members.kennzeichen", "orders.misc"];

    public static IEnumerable<(ColumnProfile Column, string? Category)> All() =>
    [
        Of("customers", "first_name", "varchar", "user.name.first", Customer, i => Given[i]),
        Of("customers", "last_name", "varchar", "user.name.last", Customer, i => Family[i]),
        Of("customers", "email", "varchar", "user.contact.email", Customer, i => $"{Given[i]}.{i}@example.org"),
        Of("customers", "phone", "varchar", "user.contact.phone_number", Customer, i => $"+49 30 12345{i}"),
        Of("customers", "birth_date", "date", "user.demographic.date_of_birth", Customer, i => $"19{50 + i}-05-1{i % 9}"),
        Of("customers", "city", "varchar", "user.contact.address.city", Customer, i => "Berlin"),
        Of("customers", "country", "varchar", "user.contact.address.country", Customer, i => "Germany"),
        Of("customers", "state", "varchar", "user.contact.address.state", Customer, i => "Bavaria"),
        Of("customers", "postal_code", "varchar", "user.contact.address.postal_code", Customer, i => $"1010{i}"),
        Of("customers", "address", "varchar", "user.contact.address.street", Customer, i => $"Elm Street {i}"),
        Of("customers", "attribute_7", "text", "user.name.last", Customer, i => Family[i].ToLowerInvariant()),
        Of("customers", "contact", "text", "user.contact.email", Customer, i => $"x{i}@example.org"),
        Of("customers", "notes", "text", "user.content", Customer, i => $"called on day {i}"),
        Of("customers", "last_login_ip", "inet", "user.device.ip_address", Customer, i => $"10.0.0.{i}/32"),
        Of("customers", "gender", "bpchar", "user.demographic.gender", Customer, i => i % 2 == 0 ? "f" : "m"),
        Of("customers", "preferences", "jsonb", "user.contact.phone_number", Customer, i => $$"""{"mobile": "+44 20 794600{{i}}", "theme": "dark"}"""),
        Of("kunden", "Vorname", "text", "user.name.first", ["Vorname", "Nachname"], i => Given[i]),
        Of("kunden", "Nachname", "text", "user.name.last", ["Vorname", "Nachname"], i => Family[i]),
        Of("kunden", "Geburtsdatum", "date", "user.demographic.date_of_birth", ["Vorname"], i => $"196{i}-01-01"),
        Of("kunden", "PLZ", "varchar", "user.contact.address.postal_code", ["Vorname"], i => $"8033{i}"),
        Of("kunden", "Straße", "varchar", "user.contact.address.street", ["Vorname"], i => $"Ringstraße {i}"),
        Of("kunden", "Telefonnummer", "varchar", "user.contact.phone_number", ["Vorname"], i => $"030/44556{i}"),
        Of("kunden", "Kundennummer", "varchar", "user.unique_id", ["Vorname"], i => $"K-{i}"),
        Of("members", "name", "text", "user.name", ["id", "name"], i => $"{Given[i]} {Family[i]}"),
        Of("members", "iban", "varchar", "user.financial.bank_account", ["name"], i => Ibans[i % Ibans.Length]),
        Of("members", "kennzeichen", "text", "user.unique_id", ["name"], i => $"{i}{i}{i}"),
        Of("members", "username", "text", "user.account.username", ["name"], i => $"user{i}"),
        Of("members", "passwordHash", "text", "user.authorization.password", ["name"], i => $"$2a$10${i}"),
        Of("payments", "pan", "varchar", "user.financial.credit_card", ["customer_id"], i => Cards[i % Cards.Length]),
        Of("payments", "reference", "varchar", "user.financial.bank_account", ["customer_id"], i => Ibans[i % Ibans.Length]),
        Of("patients", "ssn", "varchar", "user.government_id", ["patient_id"], i => $"123-45-678{i}"),
        Of("patients", "diagnosis", "text", "user.health_and_medical", ["patient_id"], i => $"J1{i}"),
        Of("employee", "title", "varchar", "user.job_title", ["first_name"], i => "Sales Agent"),
        Of("employee", "salary", "numeric", "user.financial", ["first_name"], i => $"{4000 + i}"),
        Of("invoice", "billing_address", "varchar", "user.contact.address.street", ["customer_id"], i => $"Rua {i}"),
        Of("invoice", "billing_city", "varchar", "user.contact.address.city", ["customer_id"], i => "Porto"),
        Of("orders", "misc", "text", "user.content", ["customer_id"], i => $"ring twice, {Given[i].ToLowerInvariant()} is deaf"),
        Of("visit_log", "customer_email", "text", "user.contact.email", ["ip"], i => $"v{i}@example.org"),

        // Traps.
        Of("product", "name", "varchar", null, ["id", "price"], i => $"{Given[i]} Chair"),
        Of("artist", "name", "varchar", null, ["artist_id"], i => $"{Given[i]} {Family[i]}"),
        Of("genre", "name", "varchar", null, ["genre_id"], i => "Rock"),
        Of("playlist", "name", "varchar", null, ["playlist_id"], i => $"Mix {i}"),
        Of("track", "composer", "varchar", null, ["track_id", "name"], i => $"{Given[i]} {Family[i]}"),
        Of("album", "title", "varchar", null, ["album_id"], i => $"Best of {i}"),
        Of("cities", "name", "text", null, ["id", "country"], i => "Florence"),
        Of("company", "name", "text", null, ["id", "city"], i => $"{Family[i]} GmbH"),
        Of("company", "city", "text", null, ["id", "name"], i => "Hamburg"),
        Of("warehouse", "street", "text", null, ["id", "city"], i => $"Hafenstraße {i}"),
        Of("customers", "company", "varchar", null, Customer, i => $"{Family[i]} AG"),
        Of("customers", "id", "int4", null, Customer, i => $"{i}"),
        Of("customers", "score", "int4", null, Customer, i => $"{i * 7}"),
        Of("customers", "created_at", "timestamptz", null, Customer, i => $"2025-06-0{(i % 9) + 1} 10:00:00+00"),
        Of("customers", "email_verified", "varchar", null, Customer, i => "yes"),
        Of("customers", "phone_type", "varchar", null, Customer, i => "home"),
        Of("customers", "name_id", "int4", null, Customer, i => $"{i}"),
        Of("customers", "level", "tier", null, Customer, i => "gold"),
        Of("events", "epoch", "varchar", null, ["id"], i => $"170000000{i}"),
        Of("events", "number", "int8", null, ["id"], i => $"170000000{i}"),
        Of("patients", "recorded", "int8", null, ["patient_id"], i => $"170000000{i}"),
        Of("orders", "status", "text", null, ["customer_id"], i => "shipped"),
        Of("orders", "state", "text", null, ["id"], i => "open"),
        Of("orders", "total", "numeric", null, ["customer_id"], i => $"{i}.50"),
        Of("orders", "shipped_on", "date", null, ["customer_id"], i => "2025-03-01"),
        Of("settings", "value", "jsonb", null, ["key"], i => $$"""{"colour": "blue", "size": {{i}}}"""),
        Of("server", "name", "text", null, ["id"], i => $"web{i}"),
        Of("inventory_item", "code", "varchar", null, ["id"], i => $"100{i}"),
        Of("measurement", "value", "float8", null, ["id"], i => $"{i}.1"),
        Of("dependency", "version", "varchar", null, ["id"], i => $"1.2.{i}"),
    ];

    private static (ColumnProfile Column, string? Category) Of(string table, string name, string type, string? category, string[] siblings, Func<int, string> value) =>
        (new ColumnProfile(table, name, type, [.. siblings, name], [.. Enumerable.Range(0, Given.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"{value(i)}"))]), category);
}
