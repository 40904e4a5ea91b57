using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Browser;

/// <summary>The record of processing activities: written, completed, linked to a purpose.</summary>
[Collection(PortalCollection.Name)]
public sealed class ActivityTests(PortalStack stack)
{
    private const string Name = "Customer <i>surveys</i>";

    [Fact]
    public async Task An_activity_is_registered_completed_where_it_is_said_to_lack_something_and_chosen_for_a_purpose()
    {
        await using var dpo = await stack.SignInAsync("dpo", "/map/activities/new");
        await dpo.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(Name);
        await dpo.Page.GetByLabel("What it is done for").FillAsync("To learn how content customers are.");
        await Axe.CheckBothAsync(dpo, "form of an activity");
        await dpo.Button("Register").ClickAsync();
        await dpo.Heading(Name).WaitForAsync();
        var missing = dpo.Page.GetByRole(AriaRole.List, new() { Name = "What is missing" });
        await missing.GetByText("Time limits for erasure").WaitForAsync();
        await missing.GetByText("Name and contact of the controller").WaitForAsync();
        Assert.Equal(0, await missing.GetByText("Purposes of the processing").CountAsync());
        await Axe.CheckBothAsync(dpo, "incomplete activity");

        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Complete the record" }).ClickAsync();
        await CompleteAsync(dpo);
        await dpo.Button("Save as a new version").ClickAsync();
        await Invalid(dpo, "Country", "It lies in the European Economic Area").WaitForAsync();
        await dpo.Page.GetByLabel("Country").FillAsync("in");
        await dpo.Page.GetByText("India").WaitForAsync();
        await Axe.CheckAsync(dpo, "complete form");
        await dpo.Button("Save as a new version").ClickAsync();
        await dpo.Page.GetByText("Blocked transfer.").WaitForAsync();
        Assert.Equal(0, await missing.CountAsync());
        await Axe.CheckBothAsync(dpo, "complete activity");

        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Change" }).ClickAsync();
        await dpo.Page.GetByLabel("Transfer assessment").FillAsync("TIA 7");
        await dpo.Button("Save as a new version").ClickAsync();
        await dpo.Page.GetByText("assessed: TIA 7").WaitForAsync();
        await dpo.Page.GetByText("Version 3, changed").WaitForAsync();

        await dpo.OpenAsync("/map", "Data map");
        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Processing activities" }).ClickAsync();
        await dpo.Page.GetByLabel("Search names, purposes and recipients").FillAsync("how content");
        await dpo.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextString = Name }).GetByText("Complete", new() { Exact = true }).WaitForAsync();
        await Axe.CheckBothAsync(dpo, "processing activities");

        await dpo.OpenAsync("/consent/purposes", "Consent");
        await dpo.Button("New purpose").ClickAsync();
        await dpo.Page.GetByLabel("Code").FillAsync("surveys");
        await dpo.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Surveys by e-mail");
        await dpo.Page.GetByLabel("Description").FillAsync("Asks how content people are.");
        await dpo.Page.GetByLabel("Data categories").FillAsync("user.contact.email");
        await dpo.Page.GetByLabel("Data kept for (days)").FillAsync("365");
        await dpo.Page.GetByRole(AriaRole.Combobox, new() { Name = "Processing activity" }).FillAsync("<i>surv");
        await dpo.Page.GetByRole(AriaRole.Option, new() { Name = Name }).ClickAsync();
        await Axe.CheckAsync(dpo, "purpose dialog with an activity");
        await dpo.Button("Define the purpose").ClickAsync();
        await dpo.Heading("Surveys by e-mail").WaitForAsync();
        await Axe.CheckBothAsync(dpo, "purpose with an activity");
        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = Name }).ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Surveys by e-mail" }).WaitForAsync();

        await dpo.Button("End it…").ClickAsync();
        await Axe.CheckAsync(dpo, "end dialog");
        await dpo.Button("End the activity").ClickAsync();
        await dpo.Page.GetByText("Version 4, ended").First.WaitForAsync();
        Assert.Equal(0, await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Change" }).CountAsync());
    }

    [Fact]
    public async Task Who_may_only_read_is_offered_no_change_and_gets_the_register_as_a_file()
    {
        await using var auditor = await stack.SignInAsync("auditor", "/map/activities");
        await auditor.Heading("Processing activities").WaitForAsync();
        var download = await auditor.Page.RunAndWaitForDownloadAsync(async () =>
        {
            await auditor.Button("Export").ClickAsync();
            await auditor.Page.GetByRole(AriaRole.Menuitem, new() { Name = "CSV" }).ClickAsync();
        });
        Assert.StartsWith("\"id\",\"name\"", await File.ReadAllTextAsync(await download.PathAsync() ?? ""), StringComparison.Ordinal);
        Assert.Equal(0, await auditor.Page.GetByRole(AriaRole.Link, new() { Name = "Register an activity" }).CountAsync());
        await auditor.Page.GotoAsync("/map/activities/new");
        await auditor.Page.GetByText("You may not see this").WaitForAsync();
    }

    private static async Task CompleteAsync(Visitor dpo)
    {
        await dpo.Page.GetByLabel("Controller", new() { Exact = true }).FillAsync("Hearth & Harbour Ltd");
        await dpo.Page.GetByLabel("Contact of the controller").FillAsync("privacy@hearthandharbour.example");
        await dpo.Button("No data protection officer has to be designated").ClickAsync();
        await dpo.Button("Customer").ClickAsync();
        await dpo.Button("Contact › email").ClickAsync();
        await dpo.Button("Nobody outside gets the data").ClickAsync();
        await dpo.Button("Add a transfer").ClickAsync();
        await dpo.Page.GetByLabel("Country").FillAsync("DE");
        await dpo.Page.GetByLabel("Recipient there").FillAsync("Survey house");
        await ChooseAsync(dpo, "Safeguard", "Standard contractual clauses, Art. 46");
        await dpo.Page.GetByLabel("When which data are erased").FillAsync("After a year.");
        await dpo.Page.GetByLabel("Technical and organisational measures").FillAsync("Access by role.");
        await ChooseAsync(dpo, "Legal basis", "Consent, Art. 6(1)(a)");
    }

    private static async Task ChooseAsync(Visitor visitor, string label, string option)
    {
        await visitor.Page.Locator(".field").Filter(new() { HasTextString = label }).Locator(".select-button").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Option, new() { Name = option }).ClickAsync();
        await visitor.Page.Locator(".select-button").Filter(new() { HasTextString = option }).WaitForAsync();
    }

    /// <summary>The message at a field that is marked as wrong.</summary>
    private static ILocator Invalid(Visitor visitor, string label, string message) =>
        visitor.Page.Locator(".field", new() { Has = visitor.Page.Locator("label", new() { HasTextString = label }) }).Filter(new() { Has = visitor.Page.Locator("[aria-invalid=true]") }).GetByText(message);
}
