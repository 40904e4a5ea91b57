using System.Globalization;
using Governance.Dpia.Risks;
using Governance.Dpia.Reports.Pdf;

namespace Governance.Dpia.Reports;

/// <summary>The report as PDF, drawn by ourselves: no browser, and texts are only ever text.</summary>
internal static class PdfReport
{
    private const double Cell = 62;
    private static readonly Colour Black = new(28, 36, 48);
    private static readonly Colour Grey = new(74, 85, 102);
    private static readonly Colour Blue = new(47, 74, 109);
    private static readonly Colour Soft = new(238, 242, 247);
    private static readonly Colour Line = new(201, 209, 220);
    private static readonly Colour White = new(255, 255, 255);

    public static byte[] Write(Report report)
    {
        var flow = new PdfPageFlow();
        Title(flow, report);
        foreach (var (block, next) in report.Blocks.Zip(report.Blocks.Skip(1).Append(null)))
        {
            // A picture doesn't part from its heading.
            if (block is Heading && next is RiskMap)
                flow.Need((4 * Cell) + 110);
            Write(flow, block);
        }
        Footers(flow.Pages, report);
        return PdfFile.Write(report.Title, flow.Pages);
    }

    private static void Title(PdfPageFlow flow, Report report)
    {
        flow.Need(120);
        flow.Draw("IMPACT ASSESSMENT", PdfFile.Font(8.5, bold: true), Blue, PdfPageFlow.Left, flow.Y);
        flow.Y += 18;
        flow.Text(report.Title, PdfFile.Font(22, bold: true), Black);
        flow.Y += 2;
        flow.Text(report.Subtitle, PdfFile.Font(10.5), Grey);
        flow.Y += 6;
        flow.Page.Line(Blue, 1.5, PdfPageFlow.Left, flow.Y, PdfPageFlow.Left + PdfPageFlow.Width, flow.Y);
        flow.Y += 12;
    }

    private static void Write(PdfPageFlow flow, Block block)
    {
        switch (block)
        {
            case Heading { Level: 2 } h:
                flow.Y += 16;
                flow.Need(60);
                flow.Text(h.Text, PdfFile.Font(14, bold: true), Blue);
                flow.Page.Line(Line, 0.75, PdfPageFlow.Left, flow.Y + 1, PdfPageFlow.Left + PdfPageFlow.Width, flow.Y + 1);
                flow.Y += 6;
                break;
            case Heading h:
                flow.Y += 8;
                flow.Need(40);
                flow.Text(h.Text, PdfFile.Font(10, bold: true), Black);
                flow.Y += 1;
                break;
            case Paragraph p:
                flow.Text(p.Text, PdfFile.Font(p.Quiet ? 8.5 : 9.5), p.Quiet ? Grey : Black);
                flow.Y += 3;
                break;
            case Bullets b:
                foreach (var item in b.Items)
                {
                    flow.Need(14);
                    flow.Draw("•", PdfFile.Font(9.5), Blue, PdfPageFlow.Left + 4, flow.Y);
                    flow.Text(item, PdfFile.Font(9.5), Black, PdfPageFlow.Left + 16, PdfPageFlow.Width - 16);
                }
                flow.Y += 3;
                break;
            case Facts f:
                Facts(flow, f);
                break;
            case Grid g:
                Grid(flow, g);
                break;
            case RiskMap map:
                Map(flow, map);
                break;
        }
    }

    private static void Facts(PdfPageFlow flow, Facts facts)
    {
        const double name = 112;
        var (bold, plain) = (PdfFile.Font(9, bold: true), PdfFile.Font(9));
        foreach (var (title, value) in facts.Items)
        {
            flow.Need(PdfPageFlow.LineHeight(plain) * Math.Min(3, PdfPageFlow.Wrap(value, plain, PdfPageFlow.Width - name).Count));
            flow.Draw(title, bold, Black, PdfPageFlow.Left, flow.Y);
            flow.Text(value, plain, Black, PdfPageFlow.Left + name, PdfPageFlow.Width - name);
            flow.Y += 2.5;
        }
        flow.Y += 3;
    }

    private static void Grid(PdfPageFlow flow, Grid grid)
    {
        const double pad = 4;
        var (bold, plain) = (PdfFile.Font(8.5, bold: true), PdfFile.Font(8.5));
        var sum = grid.Weights.Sum();
        var widths = grid.Weights.Select(w => PdfPageFlow.Width * w / sum).ToArray();
        var line = PdfPageFlow.LineHeight(plain);
        Header();
        foreach (var row in grid.Rows)
        {
            var cells = row.Select((c, i) => PdfPageFlow.Wrap(c, plain, widths[i] - (2 * pad))).ToList();
            var height = cells.Max(c => c.Count);
            // A row that no page could hold goes on over several.
            for (var from = 0; from < height;)
            {
                var page = flow.Page;
                flow.Need((Math.Min(height - from, 4) * line) + (2 * pad));
                if (!ReferenceEquals(page, flow.Page))
                    Header();
                var room = Math.Max(1, (int)((842 - 64 - flow.Y - (2 * pad)) / line));
                var count = Math.Min(height - from, room);
                Row(cells.Select(c => (IReadOnlyList<string>)[.. c.Skip(from).Take(count)]).ToList(), plain, count);
                from += count;
            }
        }
        flow.Y += 6;

        void Header()
        {
            flow.Need(line + (2 * pad) + (3 * line));
            flow.Page.Rectangle(Soft, PdfPageFlow.Left, flow.Y, PdfPageFlow.Width, line + (2 * pad));
            Row([.. grid.Columns.Select(c => (IReadOnlyList<string>)[c])], bold, 1);
        }

        void Row(IReadOnlyList<IReadOnlyList<string>> cells, PdfFont font, int lines)
        {
            var x = PdfPageFlow.Left;
            for (var i = 0; i < cells.Count; i++)
            {
                for (var k = 0; k < cells[i].Count; k++)
                    flow.Draw(cells[i][k], font, Black, x + pad, flow.Y + pad + (k * line));
                x += widths[i];
            }
            flow.Y += (lines * line) + (2 * pad);
            flow.Page.Line(Line, 0.5, PdfPageFlow.Left, flow.Y, PdfPageFlow.Left + PdfPageFlow.Width, flow.Y);
        }
    }

    private static void Map(PdfPageFlow flow, RiskMap map)
    {
        flow.Need((4 * Cell) + 60);
        var (left, top) = (PdfPageFlow.Left + 40, flow.Y + 6);
        for (var severity = 1; severity <= 4; severity++)
        {
            for (var likelihood = 1; likelihood <= 4; likelihood++)
            {
                var rating = new Rating(severity, likelihood);
                var (x, y) = (left + ((likelihood - 1) * Cell), top + ((4 - severity) * Cell));
                var (red, green, blue) = RiskColours.Of(rating.Level);
                flow.Page.Rectangle(new Colour(red, green, blue), x + 1, y + 1, Cell - 2, Cell - 2);
                Marks(flow, [.. map.Points.Where(p => p.Before == rating).Select(p => p.Number)], x, y + 16, after: false);
                Marks(flow, [.. map.Points.Where(p => p.After == rating).Select(p => p.Number)], x, y + 45, after: true);
            }
        }
        var font = PdfFile.Font(8.5);
        for (var step = 1; step <= 4; step++)
        {
            var label = step.ToString(CultureInfo.InvariantCulture);
            flow.Draw(label, font, Black, left + ((step - 1) * Cell) + (Cell / 2) - 2, top + (4 * Cell) + 3);
            flow.Draw(label, font, Black, left - 12, top + ((4 - step) * Cell) + (Cell / 2) - 6);
        }
        flow.Draw("Likelihood", PdfFile.Font(9, bold: true), Black, left + (2 * Cell) - 22, top + (4 * Cell) + 17);
        flow.Page.Text("Severity", PdfFile.Font(9, bold: true), Black, left - 22, top + (2 * Cell) + 20, upwards: true);
        Legend(flow, map, left + (4 * Cell) + 16, top);
        flow.Y = Math.Max(flow.Y, top + (4 * Cell) + 36);
    }

    private static void Legend(PdfPageFlow flow, RiskMap map, double x, double top)
    {
        var width = PdfPageFlow.Left + PdfPageFlow.Width - x;
        var (small, bold) = (PdfFile.Font(8), PdfFile.Font(8, bold: true));
        var y = top;
        foreach (var point in map.Points)
        {
            var lines = PdfPageFlow.Wrap($"{point.Number}  {point.Title}", bold, width);
            // What the map has no room for beside it stands in the chapters below.
            if (y + ((lines.Count + 3) * 11) > top + (4 * Cell) - 26)
                break;
            foreach (var line in lines)
                Put(line, bold, Black);
            foreach (var line in PdfPageFlow.Wrap($"{Level(point.Before)} → {Level(point.After)}", small, width))
                Put(line, small, Grey);
            y += 5;
        }
        y = top + (4 * Cell) - 24;
        Mark(flow, "1", x + 7, y + 3, after: false);
        flow.Draw("before measures", small, Grey, x + 20, y - 3);
        Mark(flow, "1", x + 7, y + 19, after: true);
        flow.Draw("after measures", small, Grey, x + 20, y + 13);

        void Put(string line, PdfFont font, Colour colour)
        {
            flow.Draw(line, font, colour, x, y);
            y += 11;
        }

        static string Level(Rating? rating) => rating is null ? "not rated" : rating.Level.ToString().ToLowerInvariant();
    }

    private static void Marks(PdfPageFlow flow, IReadOnlyList<int> numbers, double x, double y, bool after)
    {
        for (var i = 0; i < Math.Min(numbers.Count, 3); i++)
            Mark(flow, i == 2 && numbers.Count > 3 ? "…" : numbers[i].ToString(CultureInfo.InvariantCulture), x + 13 + (i * 18), y, after);
    }

    private static void Mark(PdfPageFlow flow, string text, double x, double y, bool after)
    {
        var font = PdfFile.Font(7.5, bold: true);
        flow.Page.Circle(after ? Black : White, Black, x, y, 7.5);
        flow.Page.Text(text, font, after ? White : Black, x - (font.Measure(text) / 2), y + 2.7);
    }

    private static void Footers(IReadOnlyList<PdfCanvas> pages, Report report)
    {
        var font = PdfFile.Font(7.5);
        for (var i = 0; i < pages.Count; i++)
        {
            var right = string.Create(CultureInfo.InvariantCulture, $"Page {i + 1} of {pages.Count}");
            pages[i].Text(Short(report.Title), font, Grey, PdfPageFlow.Left, 842 - 36);
            pages[i].Text(right, font, Grey, PdfPageFlow.Left + PdfPageFlow.Width - font.Measure(right), 842 - 36);
        }

        static string Short(string title)
        {
            var line = new string([.. title.Where(c => !char.IsControl(c))]);
            return line.Length > 90 ? $"{line[..90]}…" : line;
        }
    }
}
