using System.Globalization;
using System.Text;
using Governance.Inventory.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Activities;

/// <param name="GeneratedAt">UTC.</param>
/// <param name="Activities">By name, ended ones too.</param>
internal sealed record RegisterExport(DateTimeOffset GeneratedAt, IReadOnlyList<ActivityView> Activities);

/// <summary>The whole register, to hand to the supervisory authority (GDPR Art. 30(4)).</summary>
internal static class ExportRegister
{
    private static readonly string[] Columns =
    [
        "id", "name", "version", "updated", "ended", "controller (a)", "joint controllers (a)", "representative (a)", "data protection officer (a)", "purposes (b)", "data uses (b)",
        "categories of data subjects (c)", "categories of personal data (c)", "categories of recipients (d)", "transfers to third countries (e)", "time limits for erasure (f)",
        "security measures (g)", "legal basis", "condition for special categories", "review on", "missing of Art. 30(1)", "flags",
    ];

    public static async Task<Ok<RegisterExport>> JsonAsync(InventoryDbContext db, ActivityWriter writer, TimeProvider clock, CancellationToken ct) =>
        TypedResults.Ok(new RegisterExport(clock.GetUtcNow(), await ReadAsync(db, writer, ct)));

    public static async Task<FileContentHttpResult> CsvAsync(InventoryDbContext db, ActivityWriter writer, CancellationToken ct)
    {
        var csv = new StringBuilder();
        Row(csv, Columns);
        foreach (var activity in await ReadAsync(db, writer, ct))
            Row(csv, Cells(activity));

        // With the mark, without which spreadsheets take UTF-8 for something else.
        return TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())], "text/csv; charset=utf-8", "processing-register.csv");
    }

    /// <summary>RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front.</summary>
    public static string Cell(string text)
    {
        var safe = text.TrimStart(' ', '\u00a0') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? $"'{text}" : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static async Task<IReadOnlyList<ActivityView>> ReadAsync(InventoryDbContext db, ActivityWriter writer, CancellationToken ct) =>
        [.. (await db.Activities.AsNoTracking().OrderBy(a => a.Name).ToListAsync(ct)).Select(writer.View)];

    private static void Row(StringBuilder csv, IReadOnlyList<string> cells) => csv.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string[] Cells(ActivityView a)
    {
        var d = a.Details;
        return
        [
            a.Id.ToString(), d.Name, a.Version.ToString(CultureInfo.InvariantCulture), At(a.UpdatedAt), a.EndedAt is { } ended ? At(ended) : "", Text(d.Controller), List(d.JointControllers.Select(Text)),
            Text(d.Representative), d.NoDataProtectionOfficer ? "none designated" : Text(d.DataProtectionOfficer), d.Purposes ?? "", List(d.DataUses), List(d.SubjectCategories), List(d.DataCategories),
            d.Recipients is { Count: 0 } ? "none" : List(d.Recipients ?? []), d.Transfers is { Count: 0 } ? "none" : List((d.Transfers ?? []).Select(Text)), d.ErasureLimits ?? "", d.SecurityMeasures ?? "",
            d.LegalBasis?.ToString() ?? "", d.SpecialCategoryCondition?.ToString() ?? "", d.ReviewOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", List(a.Missing.Select(m => $"({m.Letter}) {m.Text}")),
            List(a.Flags.Select(f => f.Text)),
        ];
    }

    private static string Text(Party? party) => party is null ? "" : $"{party.Name}, {party.Contact}";

    private static string Text(Transfer t) => $"{t.Country}: {t.Recipient} ({string.Join(", ", new[] { t.Safeguard.ToString(), t.Derogation?.ToString(), t.Assessment }.Where(p => p is not null))})";

    private static string List(IEnumerable<string> items) => string.Join("; ", items);

    private static string At(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
