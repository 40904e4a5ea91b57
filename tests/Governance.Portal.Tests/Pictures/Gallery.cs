using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Pictures;

/// <summary>
/// Makes the pictures of docs/images anew; run by name (<c>-explicit only -class "*Gallery"</c>) with GOVERNANCE_IMAGES naming the folder.
/// By itself, because it shows a whole company and nothing else.
/// </summary>
[Collection(PortalCollection.Name)]
public sealed class Gallery(PortalStack stack)
{
    private static readonly string Images = Environment.GetEnvironmentVariable("GOVERNANCE_IMAGES") ?? "";

    [Fact(Explicit = true)]
    public async Task Every_page_of_the_portal()
    {
        Assert.NotEmpty(Images);
        var world = new PictureWorld(stack);
        await world.MakeAsync();
        await using (var dpo = await ComeAsync("dpo"))
        {
            await DpoAsync(dpo, world);
            await ConsentAsync(dpo, world);
            await PersonAsync(dpo);
            await AssessmentsAsync(dpo, world);
        }
        await using (var analyst = await ComeAsync("privacy-analyst"))
            await MapAsync(analyst, world);
        await using (var auditor = await ComeAsync("auditor"))
            await AuditAsync(auditor);
        await using (var admin = await ComeAsync("admin"))
        {
            foreach (var part in new[] { "users", "roles", "clients", "stores", "errors", "jobs" })
                await KeepAsync(admin, $"/admin/{part}", $"admin-{part}");
        }
        await using (var owner = await ComeAsync("data-owner"))
            await KeepAsync(owner, "/requests", "no-permission");
        await using (var phone = await stack.SignInAsync("dpo", "/", 390, 844, ColorScheme.Dark))
        {
            await KeepAsync(phone, "/", "phone-dark");
            await KeepAsync(phone, $"/requests/{world.ToApprove}", "request-approval-phone-dark");
            await KeepAsync(phone, $"/assessments/{world.Assessment}", "dpia-phone-dark");
        }
        await using (var dark = await stack.SignInAsync("dpo", "/", 1360, 900, ColorScheme.Dark))
        {
            await KeepAsync(dark, "/", "today-dark");
            await KeepAsync(dark, $"/requests/{world.ToApprove}", "request-dark");
            await KeepAsync(dark, $"/map/activities/{world.Activity}", "activity-dark");
            await KeepAsync(dark, $"/assessments/{world.Assessment}?tab=risks", "dpia-risks-dark");
        }
        await world.ReviewAsync();
        await using (var dpo = await ComeAsync("dpo"))
            await KeepAsync(dpo, $"/assessments/{world.Assessment}/comparison?from=1", "dpia-comparison");
    }

    private static async Task DpoAsync(Visitor dpo, PictureWorld world)
    {
        await KeepAsync(dpo, "/", "today");
        await KeepAsync(dpo, "/requests", "requests");
        await KeepAsync(dpo, $"/requests/{world.ToApprove}", "request");
        await KeepAsync(dpo, $"/requests/{world.Erased}", "request-erased");
        await KeepAsync(dpo, $"/requests/{world.Completed}", "request-completed");
        await dpo.Button("Preview").ClickAsync();
        await dpo.Page.Locator(".package-tables .table-head").Filter(new() { HasText = "public.customer" }).First.ClickAsync();
        await dpo.Page.Locator(".package-rows td").First.WaitForAsync();
        await dpo.Page.Locator(".package-tables").ScrollIntoViewIfNeededAsync();
        await ShootAsync(dpo, "package-preview");
    }

    private static async Task ConsentAsync(Visitor dpo, PictureWorld world)
    {
        foreach (var part in new[] { "purposes", "notices", "systems", "signals", "imports" })
            await KeepAsync(dpo, $"/consent/{part}", $"consent-{part}");
        await dpo.OpenAsync("/consent/signals", "Consent");
        await dpo.Page.GetByLabel("String").FillAsync("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw");
        await dpo.Button("Decode").ClickAsync();
        await dpo.Page.GetByText("A valid TC string").WaitForAsync();
        await ShootAsync(dpo, "consent-signal");
        await KeepAsync(dpo, "/consent/purposes/personal-offers", "consent-purpose");
        await dpo.OpenAsync("/consent/purposes/loyalty", "Loyalty programme");
        await dpo.Button("Change").ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Combobox, new() { Name = "Processing activity" }).ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Option, new() { Name = "Payroll" }).WaitForAsync();
        await ShootAsync(dpo, "consent-purpose-activity");
        await KeepAsync(dpo, "/consent/notices/personal-offers-notice", "consent-notice");
        await dpo.Page.GetByRole(AriaRole.Tab, new() { Name = "Compare" }).ClickAsync();
        await dpo.Page.Locator("ins").First.WaitForAsync();
        await ShootAsync(dpo, "consent-compare");
        await KeepAsync(dpo, "/consent/over-time?purpose=personal-offers", "consent-over-time");
        await KeepAsync(dpo, "/consent/systems/mailing-tool", "consent-system");
        await KeepAsync(dpo, $"/consent/imports/{world.Import}", "consent-import");
    }

    private static async Task PersonAsync(Visitor dpo)
    {
        await dpo.OpenAsync("/consent/person", "Consent");
        await dpo.Page.GetByLabel("Value").FillAsync("olga.reads@mail.example");
        await dpo.Button("Look up").ClickAsync();
        await dpo.Page.GetByText("Known here as").WaitForAsync();
        await ShootAsync(dpo, "consent-person");
        await dpo.Button("Receipt").First.ClickAsync();
        var receipt = await dpo.Page.Locator("pre.code").InnerTextAsync();
        await dpo.OpenAsync("/consent/receipts", "Consent");
        await dpo.Page.GetByLabel("Receipt", new() { Exact = true }).FillAsync(receipt);
        await dpo.Button("Verify").ClickAsync();
        await dpo.Page.GetByText("Valid", new() { Exact = true }).WaitForAsync();
        await ShootAsync(dpo, "consent-receipt");
    }

    private static async Task AssessmentsAsync(Visitor dpo, PictureWorld world)
    {
        await KeepAsync(dpo, "/assessments?all=1", "dpia-register");
        await KeepAsync(dpo, "/assessments/screenings", "dpia-screenings");
        await dpo.Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First.ClickAsync();
        await dpo.Page.GetByText("Criteria met").WaitForAsync();
        await ShootAsync(dpo, "dpia-screening-result");
        await KeepAsync(dpo, "/assessments/incidents", "dpia-incidents");
        await KeepAsync(dpo, $"/assessments/{world.Assessment}?tab=content", "dpia-editor");
        foreach (var tab in new[] { "processing", "risks", "measures", "tasks", "versions", "history" })
            await KeepAsync(dpo, $"/assessments/{world.Assessment}?tab={tab}", $"dpia-{tab}");
        await KeepAsync(dpo, $"/assessments/{world.Draft}", "dpia-draft");
        await dpo.OpenAsync("/assessments/screenings/new", "Screen processing");
        await dpo.Page.GetByLabel("Title").FillAsync("Heat map of the shop floor");
        await dpo.Page.GetByLabel("What is done with the data").FillAsync("Cameras count who stands where, to arrange the shelves better.");
        await dpo.Button("Begin").ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Radio, new() { Name = "Yes", Exact = true }).First.PressAsync("Space");
        await ShootAsync(dpo, "dpia-screening");
    }

    private static async Task MapAsync(Visitor analyst, PictureWorld world)
    {
        await KeepAsync(analyst, "/map", "data-map");
        await KeepAsync(analyst, "/map/activities", "activities");
        await KeepAsync(analyst, $"/map/activities/{world.Activity}", "activity");
        await KeepAsync(analyst, $"/map/activities/{world.Activity}/change", "activity-form");
        await KeepAsync(analyst, $"/map/{world.Shop}?tab=tables", "map-tables");
        await analyst.Page.Locator(".table-head").First.ClickAsync();
        await ShootAsync(analyst, "map-table");
        await KeepAsync(analyst, $"/map/{world.LoyaltyStore}?tab=review", "map-review");
        await KeepAsync(analyst, $"/map/{world.LoyaltyStore}?tab=drift", "map-drift");
        await KeepAsync(analyst, $"/map/{world.Shop}?tab=graph", "map-graph");
        await analyst.OpenAsync("/map", "Data map");
        await analyst.Page.GetByLabel("Search every table, column, category, purpose and recipient").FillAsync("email");
        await analyst.Page.GetByLabel("Found in the maps").GetByRole(AriaRole.Link).First.WaitForAsync();
        await ShootAsync(analyst, "map-search");
    }

    private static async Task AuditAsync(Visitor auditor)
    {
        await auditor.OpenAsync("/audit", "Audit log");
        await auditor.Button("Check now").ClickAsync();
        await auditor.Page.GetByText("nothing was changed").WaitForAsync();
        await ShootAsync(auditor, "audit");
        await auditor.Page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Link).ClickAsync();
        await auditor.Page.GetByText("Proved", new() { Exact = true }).WaitForAsync();
        await ShootAsync(auditor, "audit-entry");
        await KeepAsync(auditor, "/audit/anomalies", "audit-anomalies");
        await auditor.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("Many refusals") }).First.ClickAsync();
        await auditor.Page.GetByLabel("Number of the case").WaitForAsync();
        await ShootAsync(auditor, "audit-anomaly");
    }

    private Task<Visitor> ComeAsync(string role) => stack.SignInAsync(role);

    private static async Task KeepAsync(Visitor visitor, string path, string name)
    {
        await visitor.Page.GotoAsync(path);
        await visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).Or(visitor.Page.GetByText("You may not see this")).First.WaitForAsync();
        await ShootAsync(visitor, name);
    }

    /// <summary>Once nothing is being loaded any more.</summary>
    private static async Task ShootAsync(Visitor visitor, string name)
    {
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await visitor.Page.GetByRole(AriaRole.Status, new() { Name = "Loading" }).First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(Images, $"portal-{name}.png") });
    }
}
