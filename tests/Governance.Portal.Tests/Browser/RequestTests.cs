using System.Text.RegularExpressions;
using Governance.Demo.Company;
using Governance.Demo.Walk;
using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Browser;

/// <summary>Requests from filing to the answer, by clicks. One test after the other, each on a request of its own.</summary>
[Collection(PortalCollection.Name)]
public sealed partial class RequestTests(PortalStack stack)
{
    [Fact]
    public async Task An_access_request_goes_from_the_first_sign_in_to_a_delivered_package()
    {
        await stack.CompanyAsync();
        var url = await FileAndPlanAsync("Access", DemoPeople.Mara.Email);
        await using var dpo = await stack.SignInAsync("dpo", url);
        await Axe.CheckAsync(dpo, "request awaiting approval");
        await dpo.Button("Approve…").ClickAsync();
        await Axe.CheckAsync(dpo, "approval dialog");
        var seen = stack.Mails.Paths();
        await dpo.Button("Approve").ClickAsync();
        await State(dpo, "Completed").WaitForAsync(new() { Timeout = 120_000 });
        await dpo.Page.GetByText("Ready, link sent").WaitForAsync();

        // The person opens the link of the mail; the portal shows it without being loaded again.
        var actors = await stack.ActorsAsync();
        var package = await new AccessWalk(actors, new SubjectRequests(actors, stack.Mails, Narrator.Silent), stack.Mails, Narrator.Silent).DownloadAsync(DemoPeople.Mara, seen);
        Assert.Contains(DemoPeople.Mara.Email, package.AllText, StringComparison.Ordinal);
        await dpo.Page.GetByText("Downloaded by the person").WaitForAsync();
        await LookIntoPackageAsync(dpo);
    }

    [Fact]
    public async Task An_erasure_is_planned_by_one_and_approved_by_another_and_its_history_is_proved_in_the_browser()
    {
        await stack.CompanyAsync();
        var url = await FileAndPlanAsync("Erasure", DemoPeople.Tomas.Email);
        await using (var analyst = await stack.SignInAsync("privacy-analyst", url))
        {
            await analyst.Page.GetByText("You planned it: somebody else has to approve.").WaitForAsync();
            Assert.Equal(0, await analyst.Button("Approve…").CountAsync());
        }

        // By phone, in the dark.
        await using var dpo = await stack.SignInAsync("dpo", "/", 390, 844, ColorScheme.Dark);
        await dpo.Page.GetByRole(AriaRole.Link, new() { NameRegex = ErasureToApprove() }).First.ClickAsync();
        await dpo.Page.GetByText("This can’t be undone").WaitForAsync();
        await Axe.CheckAsync(dpo, "erasure on a phone");
        await dpo.Button("Send back…").ClickAsync();
        Assert.True(await dpo.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Send back" }).IsDisabledAsync());
        await dpo.Button("Cancel").ClickAsync();
        await dpo.Button("Approve…").ClickAsync();
        await dpo.Button("Approve and erase").ClickAsync();
        await State(dpo, "Completed").WaitForAsync(new() { Timeout = 120_000 });
        await dpo.Page.GetByText("Erasure certificate").WaitForAsync();

        var waiting = dpo.Page.WaitForDownloadAsync();
        await dpo.Button("Download").ClickAsync();
        await waiting;
        await dpo.Page.GetByText("as issued").WaitForAsync();
        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Subject request completed" }).WaitForAsync();
        await dpo.Button("Prove all").ClickAsync();
        await dpo.Page.GetByText("proved", new() { Exact = true }).First.WaitForAsync();
        Assert.Equal(0, await dpo.Page.GetByText("NOT proved").CountAsync());
    }

    [Fact]
    public async Task Script_in_a_remark_stays_text()
    {
        await stack.CompanyAsync();
        var url = await FileAndPlanAsync("Access", "script@mail.example");
        const string hostile = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>{{7*7}}";
        await using var dpo = await stack.SignInAsync("dpo", url);
        await dpo.Button("Send back…").ClickAsync();
        await dpo.Page.GetByLabel("Reason").FillAsync(hostile);
        await dpo.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Send back" }).ClickAsync();
        await dpo.Page.GetByText(hostile).WaitForAsync();
        Assert.False(await dpo.Page.EvaluateAsync<bool>("() => 'hacked' in window"));
    }

    [Fact]
    public async Task Several_requests_are_assigned_at_once_and_a_view_is_saved()
    {
        await stack.CompanyAsync();
        await using var dpo = await stack.SignInAsync("dpo", "/requests?open=true&type=objection");
        for (var i = 0; i < 2; i++)
            await FileAsync(dpo, "Objection", $"objects{i}@mail.example");
        await dpo.OpenAsync("/requests?open=true&type=objection", "Requests");
        await dpo.Page.GetByLabel("Select all shown").CheckAsync();
        await dpo.Button("Assign to me").ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Cell, new() { Name = "You" }).Nth(1).WaitForAsync();
        await Axe.CheckAsync(dpo, "queue");
        await dpo.Button("Save this view").ClickAsync();
        await dpo.Page.GetByLabel("Name").FillAsync("Objections");
        await dpo.Button("Save").ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Mine" }).ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Objections" }).ClickAsync();
        await dpo.Page.WaitForURLAsync("**/requests?*type=objection*");
    }

    /// <summary>Masked first; in clear with a reason, of which the request's history tells.</summary>
    private static async Task LookIntoPackageAsync(Visitor dpo)
    {
        await dpo.Button("Preview").ClickAsync();
        await dpo.Page.Locator(".package-tables .table-head").Filter(new() { HasText = "public.customer" }).First.ClickAsync();
        await dpo.Page.Locator(".package-rows").GetByText("masked").WaitForAsync();
        await dpo.Page.Locator(".package-rows td").First.WaitForAsync();
        Assert.Equal(0, await dpo.Page.GetByText(DemoPeople.Mara.Email).CountAsync());
        await Axe.CheckAsync(dpo, "package preview");
        await dpo.Button("Show in clear…").ClickAsync();
        await dpo.Button("Show in clear").ClickAsync();
        await dpo.Page.GetByText(DemoPeople.Mara.Email).First.WaitForAsync();
        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Package rows viewed" }).First.WaitForAsync();
        await dpo.Button("Mask again").ClickAsync();
        await dpo.Page.GetByText(DemoPeople.Mara.Email).First.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    /// <summary>Files a request and plans it as the analyst; returns its path.</summary>
    private async Task<string> FileAndPlanAsync(string type, string email)
    {
        await using var analyst = await stack.SignInAsync("privacy-analyst", "/requests");
        await FileAsync(analyst, type, email);
        await analyst.Button("Make a plan").ClickAsync();
        await State(analyst, "Awaiting approval").WaitForAsync(new() { Timeout = 120_000 });
        return new Uri(analyst.Page.Url).AbsolutePath;
    }

    private static async Task FileAsync(Visitor visitor, string type, string email)
    {
        await visitor.OpenAsync("/requests", "Requests");
        await visitor.Button("New request").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = AsksFor() }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Option, new() { Name = type, Exact = true }).ClickAsync();
        await visitor.Page.GetByLabel("Value").FillAsync(email);
        await visitor.Button("File the request").ClickAsync();
        await visitor.Page.WaitForURLAsync(RequestUrl());
        await visitor.Page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex($"^{type} request") }).WaitForAsync();
    }

    private static ILocator State(Visitor visitor, string state) => visitor.Page.Locator(".page-head .badge", new() { HasText = state });

    [GeneratedRegex("^Erasure .*Awaiting approval")]
    private static partial Regex ErasureToApprove();

    [GeneratedRegex("What the person asks for")]
    private static partial Regex AsksFor();

    [GeneratedRegex("/requests/[0-9a-f-]{36}$")]
    private static partial Regex RequestUrl();
}
