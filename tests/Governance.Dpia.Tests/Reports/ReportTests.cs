using System.Net;
using System.Net.Http.Json;
using System.Text;
using Governance.Dpia.Reports;
using Governance.Dpia.Tests.Assessments;

namespace Governance.Dpia.Tests.Reports;

public sealed class ReportTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    private const string Evil = "<script>alert('x')</script><img src=x onerror=alert(1)>\" onload=\"a";

    [Fact]
    public async Task Html_and_script_in_every_field_stay_text()
    {
        var opened = await service.Analyst().PostAsJsonAsync("/v1/assessments", new { title = Evil, description = Evil, template = "general", purposes = new[] { Evil }, recipients = new[] { Evil }, responsibleId = Evil }).JsonAsync(HttpStatusCode.Created);
        var at = new Case(service, opened.Text("id"));
        await at.StepAsync(service.Analyst(), "beginning", new { text = Evil });
        await at.AnswerAsync(service.Analyst(), "overview", new { text = Evil });
        var risk = (await service.Analyst().GetAsync($"{at.Url}/risks").JsonAsync(HttpStatusCode.OK))[0];
        await service.Analyst().SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/risks/{risk.Text("id")}", 1, new
        {
            title = Evil, impacts = new[] { Evil }, threats = new[] { Evil }, sources = new[] { Evil }, controls = new[] { Evil }, severity = 1, likelihood = 1, residual = new { severity = 1, likelihood = 1, reason = Evil },
        }).JsonAsync(HttpStatusCode.OK);
        await service.Analyst().PostAsJsonAsync($"{at.Url}/measures", new { title = Evil, description = Evil, ownerId = Evil, riskIds = new[] { risk.Text("id") } }).JsonAsync(HttpStatusCode.Created);
        await service.Analyst().PostAsJsonAsync($"{at.Url}/comments", new { target = "overview", text = Evil }).JsonAsync(HttpStatusCode.Created);
        await service.Dpo().SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/evaluations/overview", 0, new { status = "toFix", remark = Evil, actionPlan = Evil }).JsonAsync(HttpStatusCode.OK);

        using var response = await service.Analyst().GetAsync($"{at.Url}/report.html");
        var html = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\" onload", html, StringComparison.OrdinalIgnoreCase);
        Assert.True(html.Split("&lt;script&gt;").Length > 15);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);

        using var pdf = await service.Analyst().GetAsync($"{at.Url}/report.pdf");
        var bytes = await pdf.Content.ReadAsByteArrayAsync();
        Assert.Equal(("%PDF", "application/pdf"), (Encoding.ASCII.GetString(bytes, 0, 4), pdf.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain("/JavaScript", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_is_reported_as_it_was_signed_and_the_page_is_well_formed()
    {
        var at = await (await Case.OpenAsync(service, template: "general")).ToAsync("reviewDue");
        await at.StepAsync(service.Analyst(), "reopening", new { });
        await at.AnswerAsync(service.Analyst(), "purposes", new { text = "Changed since." });
        var signed = await service.Analyst().GetStringAsync($"{at.Url}/report.html?version=1");
        var now = await service.Analyst().GetStringAsync($"{at.Url}/report.html");
        Assert.DoesNotContain("Changed since.", signed, StringComparison.Ordinal);
        Assert.Contains("Version 1, approved on", signed, StringComparison.Ordinal);
        Assert.Contains("Changed since.", now, StringComparison.Ordinal);
        var page = System.Xml.Linq.XDocument.Parse(now[now.IndexOf("<main>", StringComparison.Ordinal)..(now.IndexOf("</main>", StringComparison.Ordinal) + 7)]);
        Assert.Single(page.Descendants("h1"));
        Assert.All(page.Descendants("th"), th => Assert.Equal("col", th.Attribute("scope")?.Value));
        Assert.StartsWith("Risk map. Risk 1: before low", page.Descendants("svg").Single().Attribute("aria-label")?.Value, StringComparison.Ordinal);
        await service.Analyst().GetAsync($"{at.Url}/report.html?version=9").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
        await service.Analyst().GetAsync($"{at.Url}/report.pdf?version=9").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public void Awkward_texts_are_drawn_all_the_same()
    {
        var texts = new[] { new string('W', 3_000), string.Concat(Enumerable.Repeat("\ud83d\udca9", 400)), "\u202eright to left", "a\u0001\u0000b\tc", string.Join('\n', Enumerable.Repeat("line", 500)), "", "\ud800" };
        var blocks = texts.SelectMany(t => new Block[] { new Heading(2, t), new Paragraph(t), new Bullets([t]), new Facts([("Name", t)]), new Grid(["A", "B"], [1, 3], [[t, t]]), new RiskMap([new RiskPoint(1, t, new(4, 4), null)]) }).ToList();
        Assert.True(PdfReport.Write(new Report("T\nT", "S", blocks)).Length > 10_000);
        Assert.Contains("</html>", HtmlReport.Write(new Report("T", "S", blocks)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("a\"b,c\nd", "\"a\"\"b,c\nd\"")]
    [InlineData("Plain-text", "\"Plain-text\"")]
    public void A_cell_is_never_a_formula(string text, string cell) => Assert.Equal(cell, Register.Cell(text));

    [Fact]
    public async Task The_register_lists_every_assessment_with_its_state()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("approved");
        var csv = await service.Analyst().GetStringAsync("/v1/register.csv");
        var line = Assert.Single(csv.Split("\r\n"), l => l.Contains(at.Id, StringComparison.Ordinal));
        Assert.Contains("\"approved\",\"tiny 1\",\"EU\",\"1\",\"1\"", line, StringComparison.Ordinal);
    }
}
