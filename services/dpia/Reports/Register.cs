using System.Globalization;
using System.Text;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Risks;
using Governance.Dpia.Screenings;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Reports;

/// <summary>All assessments on one sheet.</summary>
internal sealed class Register(DpiaDbContext db, People people)
{
    private static readonly string[] Columns =
        ["id", "title", "state", "template", "jurisdiction", "round", "approved versions", "last approved", "document hash", "highest remaining risk", "review on", "responsible", "data stores", "purposes", "recipients", "updated"];

    public async Task<string> WriteAsync(CancellationToken ct)
    {
        var assessments = await db.Assessments.AsNoTracking().OrderBy(a => a.Id).ToListAsync(ct);
        var risks = (await db.Risks.AsNoTracking().ToListAsync(ct)).ToLookup(r => r.AssessmentId);
        var measures = (await db.Measures.AsNoTracking().ToListAsync(ct)).ToLookup(m => m.AssessmentId);
        var versions = (await db.Versions.AsNoTracking().Select(v => new { v.AssessmentId, v.Number, v.SignedAt, v.Hash }).ToListAsync(ct)).ToLookup(v => v.AssessmentId);
        var names = await people.NamesAsync(assessments.Select(a => a.Responsible), ct);
        var csv = new StringBuilder();
        Row(csv, Columns);
        foreach (var a in assessments)
        {
            var last = versions[a.Id].MaxBy(v => v.Number);
            var highest = risks[a.Id].Select(r => Residual.Of(r, measures[a.Id])?.Level).Max();
            Row(csv,
            [
                a.Id.ToString(), a.Title, Screen.CodeOf(a.State), $"{a.TemplateCode} {a.TemplateVersion}", a.Subject.Jurisdiction, a.Round.ToString(CultureInfo.InvariantCulture),
                a.ApprovedVersions.ToString(CultureInfo.InvariantCulture), last?.SignedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", last?.Hash ?? "", highest is { } level ? Screen.CodeOf(level) : "",
                a.ReviewOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", names.GetValueOrDefault(a.Responsible, a.Responsible), string.Join("; ", a.Maps.Select(m => m.DataStoreName)),
                string.Join("; ", a.Subject.Purposes), string.Join("; ", a.Subject.Recipients), a.UpdatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ]);
        }
        return csv.ToString();
    }

    /// <summary>RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front.</summary>
    public static string Cell(string text)
    {
        var safe = text.TrimStart(' ', '\u00a0') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? $"'{text}" : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static void Row(StringBuilder csv, IReadOnlyList<string> cells) => csv.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
}
