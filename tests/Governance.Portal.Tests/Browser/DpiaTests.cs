using System.Text.RegularExpressions;
using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Browser;

/// <summary>Impact assessments by clicks and keys, by the people whose step it is.</summary>
[Collection(PortalCollection.Name)]
public sealed partial class DpiaTests(PortalStack stack)
{
    private const string Hostile = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>{{7*7}}";

    [Fact]
    public async Task A_DPIA_goes_from_screening_to_approval()
    {
        var rest = await AssessmentByRest.OfAsync(stack);
        await using var analyst = await stack.SignInAsync("privacy-analyst", "/assessments");
        var title = $"Heat map of the shop floor {Guid.NewGuid():N}"[..40];
        await ScreenAsync(analyst, title);
        await OpenAsync(analyst);
        await WriteAsync(analyst);
        await TakeAsync(analyst, "Submit…", "Submit");
        await State(analyst, "DPO review").WaitForAsync();
        var path = new Uri(analyst.Page.Url).AbsolutePath;

        // The DPO begins where the day begins, and gives the opinion. Who gave it can't approve.
        await using var dpo = await stack.SignInAsync("dpo");
        await dpo.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex(Regex.Escape(title)) }).First.ClickAsync();
        await TakeAsync(dpo, "Give the opinion…", "Give the opinion", "Opinion in words", "Well reasoned.");
        await dpo.Page.GetByText("Well reasoned.").First.WaitForAsync();

        await analyst.Page.ReloadAsync();
        await TakeAsync(analyst, "Record people’s views…", "Record", "What they said, or why they were not asked", "They were asked in March.");
        await TakeAsync(analyst, "Ask for acceptance…", "Ask");
        await State(analyst, "Acceptance and approval").WaitForAsync();
        await rest.As("data-owner").ChangeAsync<object>(HttpMethod.Post, $"/v1{path}/risk-acceptance", new { accepted = true, text = "In proportion." }, $"\"{await VersionAsync(rest, path)}\"");
        await dpo.OpenAsync(path, title);
        await dpo.Page.GetByText("You gave the opinion: somebody else has to approve.").WaitForAsync();
        Assert.Equal(0, await dpo.Button("Approve…").CountAsync());

        // By phone, in the dark, from the page of the day: one tap to the decision.
        await using var lawyer = await stack.SignInAsync("legal-reviewer", "/", 390, 844, ColorScheme.Dark);
        await lawyer.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex(Regex.Escape(title)) }).First.ClickAsync();
        await lawyer.Button("Approve…").WaitForAsync();
        await Axe.CheckAsync(lawyer, "decision on a phone");
        await lawyer.Button("Approve…").ClickAsync();
        await Axe.CheckAsync(lawyer, "signature on a phone");
        await lawyer.Button("Sign and approve").ClickAsync();
        await State(lawyer, "Approved").WaitForAsync();

        await analyst.OpenAsync(path + "?tab=versions", title);
        await analyst.Page.GetByRole(AriaRole.Listitem).GetByText("Version 1", new() { Exact = true }).WaitForAsync();
    }

    [Fact]
    public async Task Script_in_every_text_field_stays_text_and_no_page_has_a_serious_finding()
    {
        var rest = await (await AssessmentByRest.OfAsync(stack)).OpenAsync(Hostile, Hostile);
        await rest.WriteAsync(Hostile);
        await rest.ApproveAsync(Hostile);
        await rest.StepAsync("privacy-analyst", "review", new { text = Hostile });
        await rest.StepAsync("privacy-analyst", "reopening", new { text = Hostile });
        await rest.AnswerAsync(new { text = $"{Hostile} again" }, 1);
        await rest.As("privacy-analyst").PostAsync("/v1/incidents", new { title = Hostile, description = Hostile, severity = "low", occurredAt = "2026-01-05T10:00:00Z", assessmentIds = new[] { rest.Id } });

        await using var dpo = await stack.SignInAsync("dpo", "/assessments");
        var dark = false;
        foreach (var (path, shows) in new[]
        {
            ("/assessments", Hostile), ("/assessments/screenings", "Screen processing"), ($"{rest.Path}?section=context", "Comment"), ($"{rest.Path}?section=access", "How it could come about"),
            ($"{rest.Path}?tab=processing", "Report an incident"), ("/assessments/incidents", Hostile), ($"{rest.Path}?tab=risks", "Another feared event"), ($"{rest.Path}?tab=measures", Hostile), ($"{rest.Path}?tab=tasks", Hostile), ($"{rest.Path}?tab=versions", Hostile),
            ($"{rest.Path}?tab=history", Hostile), ($"{rest.Path}/comparison?from=1", $"{Hostile} again"), ("/assessments/screenings/new", "What is done with the data"),
        })
        {
            // By turns in the light and in the dark.
            await dpo.Page.EmulateMediaAsync(new() { ColorScheme = (dark = !dark) ? ColorScheme.Dark : ColorScheme.Light });
            await dpo.Page.GotoAsync(path);
            await dpo.Page.GetByText(shows).First.WaitForAsync();
            await Axe.CheckAsync(dpo, $"{path}, {(dark ? "dark" : "light")}");
            Assert.False(await dpo.Page.EvaluateAsync<bool>("() => 'hacked' in window"), path);
        }
    }

    [Fact]
    public async Task Two_who_write_one_answer_see_both_texts_and_choose()
    {
        var rest = await (await AssessmentByRest.OfAsync(stack)).OpenAsync("Written by two", "A conflict.");
        await using var analyst = await stack.SignInAsync("privacy-analyst", rest.Path);
        var field = analyst.Page.GetByLabel("What is it for?", new() { Exact = true });
        await field.WaitForAsync();
        await rest.AnswerAsync(new { text = "Written elsewhere." }, 0);
        await field.FillAsync("Written here.");
        await field.BlurAsync();
        var conflict = analyst.Page.GetByRole(AriaRole.Alert, new() { Name = "Two people wrote here" });
        // The page may have learnt of the other text before anything was typed: then it is simply the newer one.
        await conflict.Or(analyst.Page.GetByRole(AriaRole.Status).GetByText("Saved")).First.WaitForAsync();
        if (await conflict.CountAsync() == 0)
        {
            await rest.AnswerAsync(new { text = "Written elsewhere." }, 2);
            await field.FillAsync("Written here after all.");
            await field.BlurAsync();
        }
        await conflict.WaitForAsync();
        await conflict.GetByText("Written elsewhere.").WaitForAsync();
        await Axe.CheckAsync(analyst, "conflict");
        await analyst.Button("Keep mine").ClickAsync();
        await analyst.Page.GetByRole(AriaRole.Status).GetByText("Saved").WaitForAsync();
        Assert.StartsWith("Written here", await field.InputValueAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_read_assessments_sees_neither_page_nor_data()
    {
        await using var admin = await stack.SignInAsync("admin");
        Assert.Equal(0, await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Assessments" }).CountAsync());
        foreach (var path in new[] { "/assessments", "/assessments/screenings", $"/assessments/{Guid.NewGuid()}" })
        {
            await admin.Page.GotoAsync(path);
            await admin.Page.GetByText("You may not see this").WaitForAsync();
        }
        Assert.Equal(403, await admin.Page.EvaluateAsync<int>("() => fetch('/api/dpia/v1/assessments', { headers: { 'X-Governance-Portal': '1' } }).then(r => r.status)"));
    }

    private static async Task ScreenAsync(Visitor analyst, string title)
    {
        await analyst.Page.GetByRole(AriaRole.Link, new() { Name = "Screen processing" }).ClickAsync();
        // The page before has a field "Title" too.
        await analyst.Page.GetByRole(AriaRole.Heading, new() { Name = "What is it about?" }).WaitForAsync();
        await analyst.Page.GetByLabel("Title").FillAsync(title);
        await analyst.Page.GetByLabel("What is done with the data").FillAsync("Cameras count who stands where.");
        await analyst.Button("Begin").ClickAsync();
        var result = analyst.Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 });
        for (var number = 1; await result.CountAsync() == 0; number++)
        {
            var question = analyst.Page.GetByRole(AriaRole.Group, new() { NameRegex = new Regex($"^Question {number} of ") });
            await question.WaitForAsync();
            if (number == 1)
                await Axe.CheckAsync(analyst, "screening");
            var text = await question.GetByRole(AriaRole.Heading).TextContentAsync();
            var yes = text!.Contains("observed", StringComparison.Ordinal) || text.Contains("new technology", StringComparison.Ordinal);
            await question.GetByRole(AriaRole.Radio, new() { Name = yes ? "Yes" : "No", Exact = true }).PressAsync("Space");
            var source = question.GetByLabel("Where you know it from");
            if (await source.InputValueAsync() == "")
                await source.FillAsync("Interview with the shop");
            await source.PressAsync("Enter");
            // The next question, or the result.
            await analyst.Page.GetByRole(AriaRole.Group, new() { NameRegex = new Regex($"^Question {number + 1} of ") }).Or(result).First.WaitForAsync();
        }
        await analyst.Page.GetByText("Two or more criteria for a high risk are met.").WaitForAsync();
        await Axe.CheckAsync(analyst, "result of a screening");
    }

    private static async Task OpenAsync(Visitor analyst)
    {
        await analyst.Button("Open the assessment").ClickAsync();
        await analyst.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = TemplateField() }).ClickAsync();
        await analyst.Page.GetByRole(AriaRole.Option, new() { Name = AssessmentByRest.ShortTemplate }).ClickAsync();
        await analyst.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Open the assessment" }).ClickAsync();
        await analyst.Page.WaitForURLAsync(AssessmentUrl());
        await TakeAsync(analyst, "Begin…", "Begin");
        await State(analyst, "Draft").WaitForAsync();
    }

    private static async Task WriteAsync(Visitor analyst)
    {
        await analyst.Page.GetByLabel("What is it for?", new() { Exact = true }).FillAsync("To see which shelves are looked at.");
        // A condition: the third question comes with the answer to the second.
        await analyst.Page.GetByRole(AriaRole.Radio, new() { Name = "Contract" }).PressAsync("Space");
        await analyst.Page.GetByLabel("Which terms?").WaitForAsync();
        await analyst.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Context.*complete", RegexOptions.Singleline) }).WaitForAsync();

        // Rated on the map by keyboard alone.
        await analyst.Page.GetByRole(AriaRole.Tab, new() { NameRegex = RisksTab() }).ClickAsync();
        await analyst.Page.GetByLabel("What it would mean for people").FillAsync("Somebody feels watched.");
        await analyst.Page.GetByLabel("How it could come about").FillAsync("A film leaks.");
        await analyst.Page.GetByLabel("Who or what could bring it about").FillAsync("A curious guard");
        await analyst.Page.GetByLabel("Who or what could bring it about").BlurAsync();
        await analyst.Page.GetByRole(AriaRole.Status).GetByText("Saved").WaitForAsync();
        var cell = analyst.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex(@"^Severity 4 maximum, likelihood 1\b") });
        await cell.FocusAsync();
        await analyst.Page.Keyboard.PressAsync("ArrowDown");
        await analyst.Page.Keyboard.PressAsync("ArrowRight");
        await analyst.Page.Keyboard.PressAsync("Enter");
        await analyst.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex(@"^Severity 3 significant, likelihood 2 limited:\s*Medium\s*risk\.\s*Before measures:\s*R1\b") }).WaitForAsync();
        await Axe.CheckAsync(analyst, "risk map");

        await analyst.Page.GetByRole(AriaRole.Tab, new() { Name = "Measures" }).ClickAsync();
        await analyst.Button("Add a measure").ClickAsync();
        await analyst.Page.GetByLabel("Measure", new() { Exact = true }).FillAsync("Count, don’t film");
        await analyst.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Who sees to it") }).ClickAsync();
        await analyst.Page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex(@"\(you\)") }).ClickAsync();
        await analyst.Page.GetByLabel("Until").FillAsync("2031-01-31");
        await Axe.CheckAsync(analyst, "measure");
        await analyst.Button("Save the measure").ClickAsync();
        await analyst.Page.GetByText("Complete: ready to be submitted").WaitForAsync();
    }

    /// <summary>Opens the dialog of a step, fills in its text if it has one, and takes the step.</summary>
    private static async Task TakeAsync(Visitor visitor, string open, string take, string? label = null, string? text = null)
    {
        await visitor.Button(open).ClickAsync();
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        if (label is not null)
            await dialog.GetByLabel(label).FillAsync(text!);
        await dialog.GetByRole(AriaRole.Button, new() { Name = take, Exact = true }).ClickAsync();
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    private static async Task<int> VersionAsync(AssessmentByRest rest, string path) =>
        (await rest.As("data-owner").GetAsync<System.Text.Json.JsonElement>($"/v1{path}")).GetProperty("version").GetInt32();

    private static ILocator State(Visitor visitor, string state) => visitor.Page.Locator(".page-head .badge", new() { HasText = state });

    [GeneratedRegex("Template")]
    private static partial Regex TemplateField();

    [GeneratedRegex("^Risks")]
    private static partial Regex RisksTab();

    [GeneratedRegex("/assessments/[0-9a-f-]{36}$")]
    private static partial Regex AssessmentUrl();
}
