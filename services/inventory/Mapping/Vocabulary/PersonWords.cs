using System.Collections.Frozen;

namespace Governance.Inventory.Mapping.Vocabulary;

/// <summary>Which Fideslang subject a table's name speaks of.</summary>
internal static class PersonWords
{
    /// <summary>Fideslang's subjects, as far as a map may use them.</summary>
    public static readonly FrozenSet<string> Kinds = FrozenSet.ToFrozenSet(
    [
        "anonymous_user", "citizen_voter", "commuter", "consultant", "customer", "employee", "job_applicant", "next_of_kin", "passenger", "patient",
        "prospect", "shareholder", "supplier_vendor", "trainee", "visitor",
    ]);

    private static readonly FrozenDictionary<string, string> Strong = Build(
        ("customer", "customer client buyer shopper consumer member subscriber user kunde kunden kundin klient klienten mitglied mitglieder benutzer nutzer teilnehmer abonnent cliente usuario utilisateur abonne klant kund anvandare"),
        ("employee", "employee staff staffmember worker personnel colleague mitarbeiter mitarbeiterin angestellte angestellter arbeitnehmer beschaftigte empleado salarie medewerker anstalld physician doctor nurse clinician arzt arzte teacher lehrer"),
        ("patient", "patient patienten patientin paciente"),
        ("prospect", "prospect lead interessent interessenten"),
        ("job_applicant", "applicant candidate jobapplicant bewerber bewerberin"),
        ("trainee", "trainee intern apprentice student pupil azubi praktikant auszubildende schuler"),
        ("passenger", "passenger traveller traveler passagier fahrgast reisende"),
        ("visitor", "visitor guest besucher gast gaste huesped"),
        ("shareholder", "shareholder investor aktionar"),
        ("citizen_voter", "citizen voter resident taxpayer burger einwohner"),
        ("consultant", "consultant contractor freelancer berater"));

    private static readonly FrozenDictionary<string, string> Weak = Build(
        ("customer", "person contact account profile individual party kontakt ansprechpartner personne persona"),
        ("prospect", "newsletter signup subscription optin waitlist"));

    private static readonly FrozenSet<string> LeadingNoise = FrozenSet.ToFrozenSet(["tbl", "t", "tab", "dim", "app", "crm", "erp", "hr", "sys", "dbo"]);

    private static readonly FrozenSet<string> TrailingNoise = FrozenSet.ToFrozenSet(
        ["master", "record", "account", "profile", "detail", "info", "base", "list", "data", "table", "tbl", "entity", "stamm", "stammdaten", "daten", "konto"]);

    private static readonly string[] CompoundTails = ["stammdaten", "stamm", "daten", "konto", "verzeichnis", "liste"];

    private static readonly FrozenSet<string> Organisations = Set(
        "supplier vendor company firm firma organisation organization org business merchant manufacturer brand partner carrier agency branch store shop filiale site warehouse office " +
        "department abteilung lieferant lieferanten hersteller unternehmen bank hospital klinik clinic ward station school publisher tenant depot factory facility");

    private static readonly FrozenSet<string> Suppliers = Set("supplier vendor lieferant lieferanten");

    private static readonly FrozenSet<string> Technical = Set("template setting config configuration migration schema parameter queue job");

    public static readonly FrozenSet<string> Staff = Set("employee consultant trainee");

    /// <summary>The subject a table's name says each row is, or null; <c>Strong</c> when the word means a person and nothing else.</summary>
    public static (string Kind, bool Strong, string Word)? InTableName(string[] words)
    {
        var head = Head(words);
        if (head is null)
            return null;
        if (Strong.TryGetValue(head, out var kind) || Strong.TryGetValue(WithoutTail(head), out kind))
            return (kind, true, head);
        return words.Select(w => Weak.TryGetValue(w, out var weak) ? weak : null).LastOrDefault(k => k is not null) is { } weakKind
            ? (weakKind, false, head)
            : null;
    }

    public static string? KindOf(string word) => Strong.GetValueOrDefault(word) ?? Strong.GetValueOrDefault(WithoutTail(word));

    public static bool IsOrganisation(string[] words) => Head(words) is { } head && Organisations.Contains(head);

    public static bool IsSupplier(string[] words) => Head(words) is { } head && Suppliers.Contains(head);

    public static bool IsTechnical(string[] words) => words.Length > 0 && Technical.Contains(words[^1]);

    private static string? Head(string[] words)
    {
        var last = words.Length - 1;
        var first = words.Length > 1 && LeadingNoise.Contains(words[0]) ? 1 : 0;
        while (last > first && TrailingNoise.Contains(words[last]))
            last--;
        return last < 0 ? null : words[last];
    }

    private static string WithoutTail(string word)
    {
        var tail = Array.Find(CompoundTails, t => word.Length > t.Length && word.EndsWith(t, StringComparison.Ordinal));
        return tail is null ? word : word[..^tail.Length];
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet();

    private static FrozenDictionary<string, string> Build(params (string Kind, string Words)[] lists) =>
        lists.SelectMany(l => l.Words.Split(' ').Select(w => (w, l.Kind))).ToFrozenDictionary(p => p.w, p => p.Kind);
}
