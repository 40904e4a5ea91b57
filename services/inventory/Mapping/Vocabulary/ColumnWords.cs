using System.Collections.Frozen;

namespace Governance.Inventory.Mapping.Vocabulary;

/// <summary>What single words in a column's or table's name tell about its role.</summary>
internal static class ColumnWords
{
    /// <summary>The column speaks of somebody else than the row's person, or of the person in another role.</summary>
    public static readonly FrozenSet<string> OtherRole = Set(
        "billing shipping delivery recipient invoice emergency alternate alternative referrer referred manager supervisor spouse parent guardian sender receiver " +
        "rechnung liefer lieferung empfanger absender notfall cc bcc to from reply shared");

    /// <summary>A reference to a person in a function (who approved, who looks after), not to the person the row is about.</summary>
    public static readonly FrozenSet<string> Functions = Set(
        "lead leader manager head chief director supervisor approver approved created creator updated modified changed edited assigned assignee agent rep representative " +
        "handled handler processed reviewer verified responsible leiter leitung verantwortlich verantwortlicher bearbeiter sachbearbeiter erstellt geandert genehmigt vorgesetzter");

    public static readonly FrozenSet<string> FreeText = Set(
        "body note comment message remark engraving notiz bemerkung nachricht kommentar anmerkung mensaje commentaire freitext feedback complaint");

    public static readonly FrozenSet<string> Headings = Set("title subject headline titel betreff uberschrift");

    /// <summary>Whose name it is, in <c>billing_name</c> or <c>holder_name</c>.</summary>
    public static readonly FrozenSet<string> PersonRoles = Set(
        "billing shipping delivery invoice holder recipient sender contact customer client buyer owner guest passenger payer payee debtor full first last middle maiden family given nick " +
        "rechnung liefer empfanger absender inhaber kunde kunden kontakt");

    public static readonly FrozenSet<string> Codes = Set("status state type kind code flag level tier role lang language locale currency timezone zone sku source channel version hash");

    public static readonly FrozenSet<string> Number = Set("no nr num number nummer code ref reference kennung key numero nro");

    public static readonly FrozenSet<string> KeySuffix = Set("id no nr code key fk ref uuid guid number nummer");

    public static readonly FrozenSet<string> Company = Set("company firma firmenname organisation organization unternehmen legal vat ustid duns");

    public static readonly FrozenSet<string> Employment = Set("hire hired salary payroll job position gehalt lohn eintritt eintrittsdatum einstellungsdatum personalnummer manager vorgesetzter");

    /// <summary>Tables whose rows a person's own data hangs off by a parent reference.</summary>
    public static readonly FrozenSet<string> PersonalParents = Set(
        "address addr adresse adressen anschrift anschriften direccion adres adress contact kontakt kontakte phone telephone bank iban card identity profile passport household haushalt");

    public static readonly FrozenSet<string> LineHeads = Set("line item position detail entry posten zeile row");

    private static readonly FrozenDictionary<string, string> RetainedWords = Build(
        ("invoice issued", "invoice rechnung rechnungen factura facture bill receipt beleg quittung creditnote gutschrift faktura"),
        ("payment made", "payment refund zahlung zahlungen transaction charge payout paiement pago"),
        ("financial year closed", "ledger buchung buchungen tax vat steuer accounting"),
        ("payroll period closed", "payroll payslip salary lohn gehalt gehaltsabrechnung lohnabrechnung wage remuneration"));

    private static readonly FrozenSet<string> NotRetainedHeads = Set(
        "method methode type status term card option preference address adresse setting template token provider gateway profile reminder plan category log session zahlungsart rate class");

    /// <summary>The event a legal retention counts from, when the table's name speaks of bookkeeping documents.</summary>
    public static string? RetentionTrigger(string[] tableWords)
    {
        if (tableWords.Length == 0 || NotRetainedHeads.Contains(tableWords[^1]))
            return null;
        return tableWords.Select(TriggerOf).FirstOrDefault(t => t is not null)
            ?? (tableWords.Length > 1 ? TriggerOf(string.Concat(tableWords)) : null);
    }

    private static string? TriggerOf(string word) =>
        RetainedWords.GetValueOrDefault(word)
        ?? (word.StartsWith("rechnungs", StringComparison.Ordinal) && !word.EndsWith("adresse", StringComparison.Ordinal) ? "invoice issued" : null);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet();

    private static FrozenDictionary<string, string> Build(params (string Trigger, string Words)[] lists) =>
        lists.SelectMany(l => l.Words.Split(' ').Select(w => (w, l.Trigger))).ToFrozenDictionary(p => p.w, p => p.Trigger);
}
