using System.Text.RegularExpressions;
using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Browser;

/// <summary>The consent pages on the real consent service. Each test has a purpose, a notice and people of its own.</summary>
[Collection(PortalCollection.Name)]
public sealed partial class ConsentTests(PortalStack stack)
{
    private const string Hostile = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>{{7*7}}";

    [Fact]
    public async Task A_purpose_is_defined_and_changed_what_is_wrong_stands_at_its_field_and_script_stays_text()
    {
        await using var dpo = await stack.SignInAsync("dpo", "/consent/purposes");
        await dpo.Button("New purpose").ClickAsync();
        await dpo.Page.GetByLabel("Code").FillAsync("Not A Code");
        await dpo.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(Hostile);
        await dpo.Page.GetByLabel("Description").FillAsync(Hostile);
        await dpo.Page.GetByLabel("Recipients").FillAsync(Hostile);
        await dpo.Page.GetByLabel("Data kept for (days)").FillAsync("99999");
        await dpo.Button("Define the purpose").ClickAsync();
        await Invalid(dpo, "Code", "Lower-case letters, digits and single hyphens only.").WaitForAsync();
        await Invalid(dpo, "Data categories", "Name at least one.").WaitForAsync();
        await Invalid(dpo, "Data kept for (days)", "From 0 to 36525 days.").WaitForAsync();
        await Axe.CheckAsync(dpo, "purpose dialog");

        await dpo.Page.GetByLabel("Code").FillAsync("product-news");
        await dpo.Page.GetByLabel("Data categories").FillAsync("user.contact.email\n" + Hostile);
        await dpo.Page.GetByLabel("Data kept for (days)").FillAsync("365");
        await dpo.Button("ad_storage").ClickAsync();
        await dpo.Button("Define the purpose").ClickAsync();
        await dpo.Heading(Hostile).WaitForAsync();
        await dpo.Page.GetByText("version 1, changed").WaitForAsync();
        Assert.Equal(4, await dpo.Page.GetByText(Hostile, new() { Exact = true }).CountAsync());
        await Axe.CheckBothAsync(dpo, "purpose");

        await dpo.Button("Change").ClickAsync();
        await dpo.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Product news <b>");
        await dpo.Button("Save as a new version").ClickAsync();
        await dpo.Heading("Product news <b>").WaitForAsync();
        await dpo.Page.GetByText("version 2, changed").WaitForAsync();
        await dpo.OpenAsync("/consent/purposes", "Consent");
        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Product news <b>" }).WaitForAsync();
        await Axe.CheckBothAsync(dpo, "purposes");
        await NothingRanAsync(dpo);
    }

    [Fact]
    public async Task A_notice_is_previewed_published_and_compared_word_by_word()
    {
        var world = await ConsentWorld.MakeAsync(stack, "compared", "News by e-mail");
        await world.PublishAsync("minor", ConsentWorld.Text.Replace("about our furniture", "about our furniture and our shops", StringComparison.Ordinal));
        await using var dpo = await stack.SignInAsync("dpo", $"/consent/notices/{world.Notice}");
        await dpo.Page.GetByText("The text shown has the hash that was published.").WaitForAsync();
        await Axe.CheckBothAsync(dpo, "notice");
        await dpo.Page.GetByRole(AriaRole.Tab, new() { Name = "Compare" }).ClickAsync();
        await dpo.Page.Locator("ins", new() { HasTextString = "shops" }).WaitForAsync();
        await dpo.Button("Publish a version").ClickAsync();
        await dpo.Page.GetByLabel("Text (en)").FillAsync(ConsentWorld.Text.Replace("news", "offers", StringComparison.Ordinal).Replace("week", "month", StringComparison.Ordinal) + Hostile);
        await dpo.Page.GetByLabel("How to withdraw").FillAsync("");
        await Axe.CheckAsync(dpo, "publish dialog");
        await dpo.Button("Preview").ClickAsync();
        await Invalid(dpo, "How to withdraw", "Required.").WaitForAsync();
        await dpo.Page.GetByLabel("How to withdraw").FillAsync("The link in every message. " + Hostile);
        await dpo.Button("Preview").ClickAsync();
        await dpo.Page.GetByText("Consents to the version before stand.").WaitForAsync();
        await dpo.Page.Locator("ins", new() { HasTextString = "offers" }).WaitForAsync();
        await Axe.CheckAsync(dpo, "preview");
        await dpo.Button("Publish").ClickAsync();
        await dpo.Page.GetByText("Version 3 is published.").WaitForAsync();
        await dpo.Page.GetByRole(AriaRole.Tab, new() { Name = "Versions" }).ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Button, new() { NameRegex = ThirdVersion() }).WaitForAsync();
        await dpo.Page.GetByRole(AriaRole.Tab, new() { Name = "Compare" }).ClickAsync();
        await dpo.Page.Locator("ins", new() { HasTextString = "month" }).WaitForAsync();
        await dpo.Page.Locator("del", new() { HasTextString = "week" }).WaitForAsync();
        await Axe.CheckBothAsync(dpo, "comparison");
        await dpo.Button("Side by side").ClickAsync();
        var older = dpo.Page.GetByRole(AriaRole.Region, new() { Name = "Text of version 2" });
        await older.Locator("del").First.WaitForAsync();
        Assert.Equal(0, await older.Locator("ins").CountAsync());
        await dpo.OpenAsync("/consent/notices", "Consent");
        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Notice on News by e-mail" }).WaitForAsync();
        await Axe.CheckBothAsync(dpo, "notices");
        await NothingRanAsync(dpo);
    }

    [Fact]
    public async Task A_person_is_found_without_their_identifier_in_an_address_and_a_consent_ended_for_them_denies_the_next_decision()
    {
        const string email = "olga.reads@mail.example";
        var world = await ConsentWorld.MakeAsync(stack, "looked-up", "Newsletter");
        await world.RecordAsync(email, "give");
        await world.RecordAsync(email, "withdraw");
        await world.RecordAsync(email, "give");
        Assert.True((await world.DecideAsync(email)).Allowed);
        await using var dpo = await stack.SignInAsync("dpo", "/consent/person");
        var addresses = new List<string>();
        dpo.Page.Request += (_, request) => addresses.Add(request.Url);
        await dpo.Page.GetByLabel("Value").FillAsync(email);
        await dpo.Button("Look up").ClickAsync();
        await Row(dpo, "Newsletter").GetByText("allowed").WaitForAsync();
        await dpo.Page.GetByText("looked-up-notice, version 1").First.WaitForAsync();
        await Axe.CheckBothAsync(dpo, "person");

        await dpo.Button("Receipt").First.ClickAsync();
        var receipt = await dpo.Page.Locator("pre.code").InnerTextAsync();
        await Axe.CheckAsync(dpo, "receipt");
        await dpo.Button("Close").ClickAsync();

        await dpo.Button("End…").ClickAsync();
        Assert.True(await dpo.Button("End the consent").IsDisabledAsync());
        await dpo.Page.GetByLabel("Reason").FillAsync("Asked by telephone");
        await dpo.Page.GetByText("asked-by-telephone").WaitForAsync();
        await Axe.CheckAsync(dpo, "end dialog");
        await dpo.Button("End the consent").ClickAsync();
        await Row(dpo, "Newsletter").GetByText("denied").WaitForAsync();
        await dpo.Page.GetByText("reason: Asked by telephone").WaitForAsync();
        Assert.Equal("consent-withdrawn", (await world.DecideAsync(email)).Reason);
        Assert.All(addresses, url => Assert.DoesNotContain("olga", url, StringComparison.OrdinalIgnoreCase));

        await dpo.OpenAsync("/consent/receipts", "Consent");
        await VerifyAsync(dpo, receipt);
        await dpo.Page.GetByText("Valid", new() { Exact = true }).WaitForAsync();
        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "looked-up-notice" }).WaitForAsync();
        await Axe.CheckBothAsync(dpo, "receipts");
        var parts = receipt.Trim().Split('.');
        await VerifyAsync(dpo, $"{parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? 'B' : 'A')}{parts[2][1..]}");
        await dpo.Page.GetByText("The signature does not fit what it says").WaitForAsync();
        await VerifyAsync(dpo, Hostile);
        await dpo.Page.GetByText("It is no receipt").WaitForAsync();
        await NothingRanAsync(dpo);
    }

    [Fact]
    public async Task Withdrawals_over_time_are_a_chart_and_a_table()
    {
        var world = await ConsentWorld.MakeAsync(stack, "charted", "Advertising");
        await world.ImportPastAsync();
        await world.RecordAsync("gives@mail.example", "give");
        await using var dpo = await stack.SignInAsync("dpo", $"/consent/over-time?purpose={world.Purpose}");
        await dpo.Page.Locator(".recharts-line").First.WaitForAsync();
        await dpo.Page.GetByRole(AriaRole.Button, new() { NameRegex = Advertising() }).WaitForAsync();
        await Axe.CheckBothAsync(dpo, "chart");
        // The arrow keys walk along the days.
        await dpo.Page.GetByRole(AriaRole.Application).FocusAsync();
        await dpo.Page.Keyboard.PressAsync("ArrowRight");
        await dpo.Page.Locator(".recharts-tooltip-wrapper", new() { HasTextString = "Withdrawn" }).WaitForAsync();
        await dpo.Button("With consents given").ClickAsync();
        await dpo.Page.Locator(".stat", new() { HasTextString = "given or renewed" }).GetByText("1", new() { Exact = true }).WaitForAsync();
        await dpo.Button("As a table").ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextString = "Advertising" }).Filter(new() { HasTextString = "Withdrawn" }).First.WaitForAsync();
        await Axe.CheckAsync(dpo, "table of withdrawals");
    }

    [Fact]
    public async Task A_withdrawal_that_did_not_arrive_is_seen_today_and_sent_again()
    {
        var world = await ConsentWorld.MakeAsync(stack, "propagated", "Personal offers");
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var dpo = await stack.SignInAsync("dpo", "/consent/systems");
        await dpo.Button("Register a system").ClickAsync();
        await dpo.Page.GetByLabel("Code").FillAsync("mailing-tool");
        await dpo.Page.GetByLabel("Address").FillAsync("https://169.254.169.254/");
        await dpo.Button("Register").ClickAsync();
        await Invalid(dpo, "Address", "The host is not on the public internet.").WaitForAsync();
        await Axe.CheckAsync(dpo, "system dialog");
        await dpo.Page.GetByLabel("Address").FillAsync(receiver.Url);
        await dpo.Button("Personal offers").ClickAsync();
        await dpo.Button("Register").ClickAsync();
        await dpo.Page.GetByText("is shown this once").WaitForAsync();
        await dpo.Button("I have it").ClickAsync();

        await world.RecordAsync("pia@mail.example", "give");
        await world.RecordAsync("pia@mail.example", "withdraw");
        await Row(dpo, "mailing-tool").GetByText("set aside").First.WaitForAsync();
        await Axe.CheckBothAsync(dpo, "systems");
        await dpo.OpenAsync("/", "Today");
        await dpo.Page.GetByRole(AriaRole.Link, new() { NameRegex = MailingTool() }).ClickAsync();
        await dpo.Heading("mailing-tool").WaitForAsync();
        await dpo.Button("Send all set aside").WaitForAsync();
        await Axe.CheckBothAsync(dpo, "system");

        receiver.Repair();
        await dpo.Button("Send again").First.ClickAsync();
        await dpo.Page.GetByText("It is sent again.").WaitForAsync();
        await dpo.OpenAsync("/consent/systems/mailing-tool?state=acknowledged", "mailing-tool");
        await dpo.Page.GetByRole(AriaRole.Row).Nth(1).GetByText("acknowledged").WaitForAsync();
    }

    [Fact]
    public async Task Without_the_permission_neither_page_nor_data_are_given()
    {
        await using (var owner = await stack.SignInAsync("data-owner"))
        {
            Assert.Equal(0, await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Consent", Exact = true }).CountAsync());
            foreach (var path in (string[])["/consent", "/consent/person", "/consent/purposes/newsletter", "/consent/notices/shop-privacy", "/consent/systems/mailing-tool"])
            {
                await owner.Page.GotoAsync(path);
                await owner.Page.GetByText("You may not see this").WaitForAsync();
            }
            foreach (var path in (string[])["purposes", "notices", "withdrawal-counts", "recipient-health", "recipients"])
                Assert.Equal(403, await StatusAsync(owner, "GET", path));
            Assert.Equal(403, await StatusAsync(owner, "POST", "subjects/history"));
        }

        // Who runs the platform sees where consents go, not what people said.
        await using var admin = await stack.SignInAsync("admin", "/consent");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Systems told" }).WaitForAsync();
        Assert.Equal(0, await admin.Page.GetByRole(AriaRole.Link, new() { Name = "A person" }).CountAsync());
        await admin.Page.GotoAsync("/consent/person");
        await admin.Page.GetByText("You may not see this").WaitForAsync();

        // Who may read only is offered nothing else.
        await using var analyst = await stack.SignInAsync("privacy-analyst", "/consent/purposes");
        await analyst.Page.GetByRole(AriaRole.Link, new() { Name = "Notices" }).WaitForAsync();
        Assert.Equal(0, await analyst.Button("New purpose").CountAsync());
    }

    private static ILocator Row(Visitor visitor, string text) => visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextString = text });

    /// <summary>The message at a field that is marked as wrong.</summary>
    private static ILocator Invalid(Visitor visitor, string label, string message) =>
        visitor.Page.Locator(".field", new() { Has = visitor.Page.Locator("label", new() { HasTextString = label }) }).Filter(new() { Has = visitor.Page.Locator("[aria-invalid=true]") }).GetByText(message);

    private static async Task VerifyAsync(Visitor visitor, string receipt)
    {
        await visitor.Page.GetByLabel("Receipt", new() { Exact = true }).FillAsync(receipt);
        await visitor.Button("Verify").ClickAsync();
    }

    private static Task<int> StatusAsync(Visitor visitor, string method, string path) => visitor.Page.EvaluateAsync<int>(
        "([method, path]) => fetch('/api/consent/v1/' + path, { method, headers: { 'X-Governance-Portal': '1', 'Content-Type': 'application/json' }, body: method === 'POST' ? '{\"subject\":{\"identifierKind\":\"email\",\"identifier\":\"a@b.example\"}}' : undefined }).then(r => r.status)",
        new[] { method, path });

    private static async Task NothingRanAsync(Visitor visitor) => Assert.False(await visitor.Page.EvaluateAsync<bool>("() => 'hacked' in window"));

    [GeneratedRegex("^Version 3 .*in effect")]
    private static partial Regex ThirdVersion();

    [GeneratedRegex("Advertising")]
    private static partial Regex Advertising();

    [GeneratedRegex("^mailing-tool")]
    private static partial Regex MailingTool();
}
