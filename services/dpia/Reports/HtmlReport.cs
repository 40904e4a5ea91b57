using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Governance.Dpia.Risks;

namespace Governance.Dpia.Reports;

/// <summary>The report as one HTML page: headings in order, tables with headers, the map as SVG with its words beside it. Every text is encoded.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root{color-scheme:light}body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}
        h1{font-size:1.9rem;line-height:1.2;margin:0}h2{margin:2.2rem 0 .6rem;border-bottom:2px solid #2f4a6d;padding-bottom:.2rem;color:#2f4a6d}h4{margin:1.2rem 0 .2rem}
        p{margin:.4rem 0;white-space:pre-wrap;overflow-wrap:anywhere}.quiet{color:#4a5566;font-size:.92rem}table{border-collapse:collapse;width:100%;margin:.6rem 0}
        th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid #c9d1dc;white-space:pre-wrap;overflow-wrap:anywhere}th{background:#eef2f7}
        dl{display:grid;grid-template-columns:11rem 1fr;gap:.25rem 1rem;margin:.6rem 0}dt{font-weight:600}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}svg{max-width:100%;height:auto}
        @media(max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}}@media print{body{margin:0;max-width:none}h2,h4{break-after:avoid}}
        """;

    /// <summary>Nothing but the page's own style may load.</summary>
    public static string ContentSecurityPolicy { get; } = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; frame-ancestors 'none'";

    public static string Write(Report report)
    {
        var html = new StringBuilder();
        html.Append($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{E(report.Title)}</title>\n<style>{Style}</style>\n</head>\n<body>\n<main>\n");
        html.Append($"<h1>{E(report.Title)}</h1>\n<p class=\"quiet\">{E(report.Subtitle)}</p>\n");
        foreach (var block in report.Blocks)
            Write(html, block);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder html, Block block)
    {
        switch (block)
        {
            case Heading h:
                // Questions stand below their chapter directly: no level is left out.
                html.Append(CultureInfo.InvariantCulture, $"<h{(h.Level == 2 ? 2 : 3)}{(h.Level == 2 ? "" : " class=\"question\"")}>{E(h.Text)}</h{(h.Level == 2 ? 2 : 3)}>\n");
                break;
            case Paragraph p:
                html.Append($"<p{(p.Quiet ? " class=\"quiet\"" : "")}>{E(p.Text)}</p>\n");
                break;
            case Bullets b:
                html.Append("<ul>\n").AppendJoin("", b.Items.Select(i => $"<li>{E(i)}</li>\n")).Append("</ul>\n");
                break;
            case Facts f:
                html.Append("<dl>\n").AppendJoin("", f.Items.Select(i => $"<dt>{E(i.Name)}</dt><dd>{E(i.Value)}</dd>\n")).Append("</dl>\n");
                break;
            case Grid g:
                html.Append("<table>\n<thead><tr>").AppendJoin("", g.Columns.Select(c => $"<th scope=\"col\">{E(c)}</th>")).Append("</tr></thead>\n<tbody>\n")
                    .AppendJoin("", g.Rows.Select(r => $"<tr>{string.Concat(r.Select(c => $"<td>{E(c)}</td>"))}</tr>\n")).Append("</tbody>\n</table>\n");
                break;
            case RiskMap map:
                Map(html, map);
                break;
        }
    }

    private static void Map(StringBuilder html, RiskMap map)
    {
        const int cell = 90;
        html.Append($"<svg viewBox=\"0 0 440 430\" width=\"440\" height=\"430\" role=\"img\" aria-label=\"{E(Describe(map))}\" font-family=\"system-ui,sans-serif\">\n");
        for (var severity = 1; severity <= 4; severity++)
        {
            for (var likelihood = 1; likelihood <= 4; likelihood++)
            {
                var (x, y) = (60 + ((likelihood - 1) * cell), 10 + ((4 - severity) * cell));
                html.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{y}\" width=\"{cell}\" height=\"{cell}\" fill=\"{RiskColours.Hex(new Rating(severity, likelihood).Level)}\" stroke=\"#ffffff\" stroke-width=\"2\"/>\n");
                Marks(html, [.. map.Points.Where(p => p.Before == new Rating(severity, likelihood)).Select(p => p.Number)], x, y + 22, after: false);
                Marks(html, [.. map.Points.Where(p => p.After == new Rating(severity, likelihood)).Select(p => p.Number)], x, y + 62, after: true);
            }
        }
        for (var step = 1; step <= 4; step++)
            html.Append(CultureInfo.InvariantCulture, $"<text x=\"{60 + ((step - 1) * cell) + (cell / 2)}\" y=\"388\" font-size=\"13\" text-anchor=\"middle\">{step}</text><text x=\"48\" y=\"{10 + ((4 - step) * cell) + (cell / 2)}\" font-size=\"13\" text-anchor=\"end\">{step}</text>\n");
        html.Append("<text x=\"240\" y=\"412\" font-size=\"14\" text-anchor=\"middle\">Likelihood</text><text x=\"18\" y=\"190\" font-size=\"14\" text-anchor=\"middle\" transform=\"rotate(-90 18 190)\">Severity</text>\n</svg>\n");
        html.Append("<p class=\"quiet\">Ring: before measures. Disc: after measures. 1 negligible, 2 limited, 3 significant, 4 maximum.</p>\n<table>\n<thead><tr><th scope=\"col\">Risk</th><th scope=\"col\">Before</th><th scope=\"col\">After</th></tr></thead>\n<tbody>\n");
        foreach (var p in map.Points)
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{p.Number}. {E(p.Title)}</td><td>{E(Say(p.Before))}</td><td>{E(Say(p.After))}</td></tr>\n");
        html.Append("</tbody>\n</table>\n");
    }

    private static void Marks(StringBuilder html, IReadOnlyList<int> numbers, int x, int y, bool after)
    {
        foreach (var (number, i) in numbers.Take(4).Select((n, i) => (n, i)))
        {
            var cx = x + 16 + (i * 20);
            html.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{cx}\" cy=\"{y}\" r=\"9\" fill=\"{(after ? "#1c2430" : "#ffffff")}\" stroke=\"#1c2430\" stroke-width=\"1.5\"/><text x=\"{cx}\" y=\"{y + 4}\" font-size=\"11\" text-anchor=\"middle\" fill=\"{(after ? "#ffffff" : "#1c2430")}\">{(i == 3 && numbers.Count > 4 ? "…" : number.ToString(CultureInfo.InvariantCulture))}</text>\n");
        }
    }

    public static string Say(Rating? rating) => rating is null ? "not rated" : string.Create(CultureInfo.InvariantCulture, $"{rating.Level.ToString().ToLowerInvariant()} (severity {rating.Severity}, likelihood {rating.Likelihood})");

    private static string Describe(RiskMap map) => "Risk map. " + string.Join(". ", map.Points.Select(p => $"Risk {p.Number}: before {Say(p.Before)}, after {Say(p.After)}"));

    private static string E(string text) => WebUtility.HtmlEncode(new string([.. text.Where(c => c is '\n' or '\t' || !char.IsControl(c))]));
}
