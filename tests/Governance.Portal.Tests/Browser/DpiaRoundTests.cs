using System.Text;
using System.Text.RegularExpressions;
using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Browser;

/// <summary>The ways around the straight one: sent back, to the authority, out as a file and in again, an incident.</summary>
[Collection(PortalCollection.Name)]
public sealed class DpiaRoundTests(PortalStack stack)
{
    private const string Pia = """
        {"pia":{"id":7,"name":"Parking by number plate","status":0},
         "answers":[{"id":31,"reference_to":111,"data":{"text":"Cameras read number plates at the gate.","gauge":null,"list":[]}}],
         "measures":[{"id":5,"title":"Plates are forgotten after a day","content":"By a job every night"}],"evaluations":[],"comments":[],"unknown":{"kept":true}}
        """;

    [Fact]
    public async Task An_assessment_is_sent_back_with_a_reason_and_goes_out_as_report_and_data()
    {
        var rest = await (await AssessmentByRest.OfAsync(stack)).OpenAsync("Chat with the shop", "Customers write, staff answers.");
        await rest.WriteAsync("To answer questions.");
        await rest.StepAsync("privacy-analyst", "submission", new { text = "Ready." });
        await using var dpo = await stack.SignInAsync("dpo", rest.Path);
        await dpo.Button("Send back…").ClickAsync();
        var dialog = dpo.Page.GetByRole(AriaRole.Dialog);
        Assert.True(await dialog.GetByRole(AriaRole.Button, new() { Name = "Send back", Exact = true }).IsDisabledAsync());
        await dialog.GetByLabel("What has to change").FillAsync("Say how long the chats are kept.");
        await Axe.CheckAsync(dpo, "sent back");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send back", Exact = true }).ClickAsync();
        await State(dpo, "Changes requested").WaitForAsync();

        await using var analyst = await stack.SignInAsync("privacy-analyst", rest.Path);
        await analyst.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex("^Sent back by ") }).WaitForAsync();
        await analyst.Page.GetByText("Say how long the chats are kept.").WaitForAsync();
        Assert.StartsWith("%PDF-", await ExportAsync(analyst, "Report as PDF"), StringComparison.Ordinal);
        var html = await ExportAsync(analyst, "Report as HTML");
        Assert.Contains("Chat with the shop", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_high_risk_that_remains_goes_to_the_authority_before_anybody_can_approve()
    {
        var rest = await (await AssessmentByRest.OfAsync(stack)).OpenAsync("Faces at the till", "Cameras recognise regulars.");
        await rest.WriteAsync("To greet people by name.", lowersSeverity: 0);
        await rest.AcceptAsync("It is worth it.");
        await using var dpo = await stack.SignInAsync("dpo", rest.Path);
        await State(dpo, "Prior consultation").WaitForAsync();
        await dpo.Page.GetByText("GDPR Art. 36(1).").WaitForAsync();
        Assert.Equal(0, await dpo.Button("Approve…").CountAsync());
        await dpo.Button("The authority has it…").ClickAsync();
        await dpo.Page.GetByLabel("Authority", new() { Exact = true }).FillAsync("Supervisory authority of Hamburg");
        await dpo.Page.GetByLabel("Received on").FillAsync("2026-01-05");
        await dpo.Page.GetByLabel("Reference").FillAsync("HH-2026-17");
        await Axe.CheckAsync(dpo, "consultation");
        await Dialog(dpo, "Record").ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Heading, new() { Name = "Supervisory authority of Hamburg has until 2 Mar 2026" }).WaitForAsync();
        await Axe.CheckBothAsync(dpo, "at the authority");
        await dpo.Button("Outcome…").ClickAsync();
        await dpo.Page.GetByLabel("On", new() { Exact = true }).FillAsync("2026-02-10");
        await dpo.Page.GetByLabel("In words").FillAsync("Tell people at the door.");
        await Dialog(dpo, "Record").ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Heading, new() { Name = "Supervisory authority of Hamburg: no objection" }).WaitForAsync();

        await using var lawyer = await stack.SignInAsync("legal-reviewer", rest.Path);
        await lawyer.Button("Approve…").ClickAsync();
        await Dialog(lawyer, "Sign and approve").ClickAsync();
        await State(lawyer, "Approved").WaitForAsync();
    }

    [Fact]
    public async Task A_CNIL_file_becomes_an_assessment_and_comes_out_again_and_what_is_wrong_with_one_is_named()
    {
        await using var analyst = await stack.SignInAsync("privacy-analyst", "/assessments");
        await analyst.Button("Import").ClickAsync();
        await ChooseAsync(analyst, "no.json", "<html>");
        await Dialog(analyst, "Import").ClickAsync();
        await analyst.Page.GetByText("This is no JSON file.").WaitForAsync();
        await ChooseAsync(analyst, "nameless.json", """{"pia":{},"answers":[7]}""");
        await Dialog(analyst, "Import").ClickAsync();
        await analyst.Page.GetByText("pia.name").WaitForAsync();
        await analyst.Page.GetByText("answers[0]").WaitForAsync();
        await Axe.CheckAsync(analyst, "file that can't be taken over");
        await ChooseAsync(analyst, "parking.json", Pia);
        await Dialog(analyst, "Import").ClickAsync();
        await analyst.Heading("Parking by number plate").WaitForAsync();
        await analyst.Page.GetByText("Cameras read number plates at the gate.").First.WaitForAsync();
        var file = await ExportAsync(analyst, "File for the CNIL’s tool");
        Assert.Contains("Plates are forgotten after a day", file, StringComparison.Ordinal);
        Assert.Contains("\"kept\"", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_is_reported_and_calls_for_a_review()
    {
        const string text = "Found and signed.";
        var rest = await (await AssessmentByRest.OfAsync(stack)).OpenAsync("Lockers with a code", "Parcels are left in lockers.");
        await rest.WriteAsync(text);
        await rest.ApproveAsync(text);
        await using var analyst = await stack.SignInAsync("privacy-analyst", $"{rest.Path}?tab=processing");
        await analyst.Page.GetByText("Parcels are left in lockers.").WaitForAsync();
        await analyst.Button("Report an incident").ClickAsync();
        await analyst.Page.GetByLabel("What happened").FillAsync("Codes were shown to others");
        await analyst.Page.GetByLabel("In more words").FillAsync("For an hour the screen showed the codes of all lockers.");
        await Axe.CheckAsync(analyst, "incident dialog");
        await analyst.Button("Report").ClickAsync();
        await State(analyst, "Review due").WaitForAsync();
        await analyst.Page.GetByText("Incident: Codes were shown to others").WaitForAsync();
        await Axe.CheckBothAsync(analyst, "processing");

        await analyst.OpenAsync("/assessments/incidents", "Incidents");
        await analyst.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Codes were shown to others" }).GetByRole(AriaRole.Link, new() { Name = "Lockers with a code" }).WaitForAsync();
        await Axe.CheckBothAsync(analyst, "incidents");
        await using var auditor = await stack.SignInAsync("auditor", "/assessments/incidents");
        await auditor.Page.GetByText("Codes were shown to others").WaitForAsync();
        Assert.Equal(0, await auditor.Button("Report an incident").CountAsync());
        await using var admin = await stack.SignInAsync("admin");
        await admin.Page.GotoAsync("/assessments/incidents");
        await admin.Page.GetByText("You may not see this").WaitForAsync();
    }

    private static ILocator Dialog(Visitor visitor, string button) => visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = button, Exact = true });

    private static Task ChooseAsync(Visitor visitor, string name, string content) =>
        visitor.Page.GetByRole(AriaRole.Dialog).Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(content) });

    private static async Task<string> ExportAsync(Visitor visitor, string format)
    {
        var download = visitor.Page.WaitForDownloadAsync();
        await visitor.Button("Export").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Menuitem, new() { Name = format }).ClickAsync();
        await using var content = await (await download).CreateReadStreamAsync();
        using var reader = new StreamReader(content, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private static ILocator State(Visitor visitor, string state) => visitor.Page.Locator(".page-head .badge", new() { HasText = state });
}
