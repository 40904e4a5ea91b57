using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Governance.Contracts.Inventory.V1;

namespace Governance.Dsar.Packages;

/// <summary>The package's readable page: no script, everything encoded, readable by assistive technology.</summary>
internal sealed class IndexPage(ControllerOptions controller)
{
    private const string Style = """
        body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
        table{border-collapse:collapse;margin:.5rem 0 1rem}caption{text-align:left;font-weight:600;padding:.3rem 0}
        th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
        th{background:#f0f0f0}.scroll{overflow-x:auto}.warn{border-left:.4rem solid #8a3b00;padding:.2rem 1rem;background:#fff4e8}
        """;

    public string Write(PackageContent content, IReadOnlyList<PackedTable> tables)
    {
        var html = new StringBuilder()
            .Append("<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
            .Append("<title>Your personal data</title><style>").Append(Style).Append("</style></head>\n<body>\n<header><h1>Your personal data</h1>\n<p>")
            .Append(Encode($"{controller.Name} gives you this copy on your request {content.Request.Id}, made on {content.MadeAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC. "))
            .Append(Encode(tables.Any(t => t.Rows > 0) ? "We process personal data about you; below is what we hold." : "We found no personal data about you in the systems named below."))
            .Append("</p></header>\n<main>\n");
        WriteGaps(html, content);
        WriteInformation(html, content, tables);
        WriteFiles(html, tables);
        if (content.Consents is { } consents)
        {
            html.Append("<section aria-labelledby=\"consents\"><h2 id=\"consents\">What you agreed or objected to</h2>\n<p>")
                .Append(Encode($"{consents.Records.Count} records and {consents.Signals.Count} signals of your browser, with time, purpose and the notice you were shown: ")).Append("<a href=\"").Append(ConsentFile.Name).Append("\">").Append(ConsentFile.Name).Append("</a></p></section>\n");
        }
        foreach (var table in tables.Where(t => t.Rows > 0))
            WriteTable(html, table);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void WriteGaps(StringBuilder html, PackageContent content)
    {
        if (content.Gaps.Count == 0)
            return;
        html.Append("<section class=\"warn\" aria-labelledby=\"gaps\"><h2 id=\"gaps\">This copy is not complete yet</h2>\n<p>These systems could not be read. We keep trying and send you a new copy.</p>\n<ul>");
        foreach (var gap in content.Gaps)
            html.Append("<li>").Append(Encode($"{gap.DataStoreName}: {gap.Code}")).Append("</li>");
        html.Append("</ul></section>\n");
    }

    // GDPR Art. 15(1)(a) to (h), as far as the data map knows.
    private void WriteInformation(StringBuilder html, PackageContent content, IReadOnlyList<PackedTable> tables)
    {
        var maps = tables.Where(t => t.Rows > 0 && t.Map is not null).Select(t => t.Map!).ToList();
        html.Append("<section aria-labelledby=\"about\"><h2 id=\"about\">About the processing</h2>\n<dl>");
        Item(html, "Purposes (Art. 15(1)(a))", maps.SelectMany(m => m.Purposes));
        Item(html, "Categories of data (Art. 15(1)(b))", maps.SelectMany(m => m.Columns).Select(c => c.Category).OfType<string>().Select(PlainWords.Category));
        Item(html, "Recipients (Art. 15(1)(c))", maps.SelectMany(m => m.Recipients));
        Item(html, "How long it is kept (Art. 15(1)(d))", maps.Select(m => m.Retention).OfType<RetentionRule>().Select(r => $"{PlainWords.Period(r.Period)} from: {r.Trigger} ({r.Article})"));
        Item(html, "Your rights (Art. 15(1)(e))", ["rectification, erasure, restriction of processing, objection, portability: write to " + controller.Contact]);
        Item(html, "Complaint (Art. 15(1)(f))", [$"You can complain to {controller.SupervisoryAuthority}."]);
        Item(html, "Where it comes from (Art. 15(1)(g))", maps.Select(m => m.Source).OfType<string>());
        Item(html, "Automated decisions (Art. 15(1)(h))", ["None is recorded for these data."]);
        Item(html, "Where it is stored", content.Stores.Select(s => $"{s.Store.DataStoreName} ({s.Map.Region})"));
        html.Append("</dl></section>\n");
    }

    private static void Item(StringBuilder html, string name, IEnumerable<string> values)
    {
        var list = values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        html.Append("<dt><strong>").Append(Encode(name)).Append("</strong></dt><dd>").Append(Encode(list.Count == 0 ? "Not recorded." : string.Join("; ", list))).Append("</dd>\n");
    }

    private static void WriteFiles(StringBuilder html, IReadOnlyList<PackedTable> tables)
    {
        html.Append("<section aria-labelledby=\"files\"><h2 id=\"files\">Files</h2>\n<p>Each table as CSV (RFC 4180) and as JSON. Values are exact copies: before you open a CSV in a spreadsheet, ")
            .Append("import its columns as text, so that values that begin with =, +, - or @ are not run as formulas.</p>\n<div class=\"scroll\"><table><caption>Tables in this package</caption>")
            .Append("<thead><tr><th scope=\"col\">System</th><th scope=\"col\">Table</th><th scope=\"col\">Rows</th><th scope=\"col\">Files</th></tr></thead><tbody>");
        foreach (var table in tables.Where(t => t.Rows > 0))
        {
            html.Append("<tr><td>").Append(Encode(table.Store.Store.DataStoreName)).Append("</td><th scope=\"row\">").Append(Encode(table.Step.Table.ToString()))
                .Append("</th><td>").Append(table.Rows.ToString(CultureInfo.InvariantCulture)).Append("</td><td>");
            foreach (var kind in new[] { "csv", "json" })
                html.Append("<a href=\"").Append(Encode(Link($"{table.File}.{kind}"))).Append("\">").Append(kind.ToUpperInvariant()).Append("<span> of ").Append(Encode(table.Step.Table.Table)).Append("</span></a> ");
            html.Append("</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
        var empty = tables.Where(t => t.Rows == 0).Select(t => $"{t.Store.Store.DataStoreName} {t.Step.Table}").ToList();
        if (empty.Count > 0)
            html.Append("<p>Searched as well, without finding anything about you: ").Append(Encode(string.Join(", ", empty))).Append(".</p>");
        html.Append("</section>\n");
    }

    private static void WriteTable(StringBuilder html, PackedTable table)
    {
        html.Append("<section><h2>").Append(Encode($"{table.Store.Store.DataStoreName}: {table.Step.Table}")).Append("</h2>\n<div class=\"scroll\"><table><caption>")
            .Append(Encode(table.Rows > table.Preview.Count ? $"The first {table.Preview.Count} of {table.Rows} rows" : $"All {table.Rows} rows")).Append("</caption><thead><tr>");
        foreach (var column in table.Step.Columns)
            html.Append("<th scope=\"col\">").Append(Encode(column.Name)).Append("</th>");
        html.Append("</tr></thead><tbody>\n");
        foreach (var row in table.Preview)
        {
            html.Append("<tr>");
            foreach (var value in row)
                html.Append("<td>").Append(value is null ? "" : Encode(value)).Append("</td>");
            html.Append("</tr>\n");
        }

        html.Append("</tbody></table></div></section>\n");
    }

    private static string Link(string file) => string.Join('/', file.Split('/').Select(Uri.EscapeDataString));

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
