using System.Text;
using System.Text.RegularExpressions;
using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Browser;

/// <summary>Consents that come from elsewhere: from a file, and from browsers that speak for people.</summary>
[Collection(PortalCollection.Name)]
public sealed class ConsentEdgeTests(PortalStack stack)
{
    /// <summary>Without the vendors that were disclosed.</summary>
    private const string TcString = "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA";

    private const string WholeTcString = "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw";

    [Fact]
    public async Task A_file_of_consents_is_imported_and_every_line_at_fault_is_named()
    {
        var world = await ConsentWorld.MakeAsync(stack, "imported", "Catalogue by post");
        await using var dpo = await stack.SignInAsync("dpo", "/consent/imports");
        await dpo.Button("Import a file").ClickAsync();
        await dpo.Page.GetByLabel("Where they come from").FillAsync("Old Shop");
        await ChooseAsync(dpo, "consents.csv", "identifierKind,identifier,purpose\n");
        await Import(dpo).ClickAsync();
        await dpo.Page.GetByText("Lower-case letters, digits and single hyphens only.").WaitForAsync();
        await Axe.CheckAsync(dpo, "import dialog");
        await dpo.Page.GetByLabel("Where they come from").FillAsync("old-shop");
        await Import(dpo).ClickAsync();
        await dpo.Page.GetByText("The column action is missing.").WaitForAsync();
        await ChooseAsync(dpo, "consents.csv", Csv(world));
        await Import(dpo).ClickAsync();

        await dpo.Heading("Import from old-shop").WaitForAsync();
        await dpo.Page.Locator(".page-head .badge", new() { HasText = "done" }).WaitForAsync();
        await Number(dpo, "lines read", 5).WaitForAsync();
        await Number(dpo, "taken over", 3).WaitForAsync();
        await Number(dpo, "rejected", 2).WaitForAsync();
        await Row(dpo, "There is no such purpose.").GetByText("purpose", new() { Exact = true }).WaitForAsync();
        await Row(dpo, "A time with its offset is expected").GetByText("6", new() { Exact = true }).WaitForAsync();
        await Axe.CheckBothAsync(dpo, "import");
        Assert.True((await world.DecideAsync("import0@mail.example")).Allowed);

        await dpo.OpenAsync("/consent/imports", "Consent");
        await Row(dpo, "old-shop").GetByRole(AriaRole.Link).First.WaitForAsync();
        await Axe.CheckBothAsync(dpo, "imports");
        await using var analyst = await stack.SignInAsync("privacy-analyst", "/consent/imports");
        await analyst.Page.GetByText("You may not see this").WaitForAsync();
    }

    [Fact]
    public async Task What_browsers_say_is_decoded_by_paste_and_shown_for_a_person()
    {
        const string email = "gina.private@mail.example";
        var world = await ConsentWorld.MakeAsync(stack, "signalled", "Advertising on other sites");
        await world.RecordAsync(email, "give");
        await world.SignalAsync(email, WholeTcString);
        await using var dpo = await stack.SignInAsync("dpo", "/consent/signals");
        await Row(dpo, "ad_user_data").GetByRole(AriaRole.Link, new() { Name = "Advertising on other sites" }).WaitForAsync();
        await DecodeAsync(dpo, TcString);
        await dpo.Page.GetByText("since TCF 2.3 they are required").WaitForAsync();
        await Row(dpo, "Store and/or access information on a device").WaitForAsync();
        await Axe.CheckBothAsync(dpo, "signals");
        await DecodeAsync(dpo, WholeTcString);
        await dpo.Page.GetByText("A valid TC string").WaitForAsync();
        await DecodeAsync(dpo, "DBABMA~" + TcString);
        await dpo.Page.GetByText("A valid GPP string").WaitForAsync();
        await DecodeAsync(dpo, "<b>no</b>");
        await dpo.Page.GetByText("No TC string that can be read").WaitForAsync();

        await dpo.OpenAsync("/consent/person", "Consent");
        await dpo.Page.GetByLabel("Value").FillAsync(email);
        await dpo.Button("Look up").ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "TC string" }).WaitForAsync();
        await dpo.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "ad_user_data" }).GetByText(new Regex("^granted$|^denied$")).WaitForAsync();
    }

    private static string Csv(ConsentWorld world)
    {
        var csv = new StringBuilder("identifierKind,identifier,purpose,action,occurredAt,notice,noticeVersion,language,evidence\n");
        for (var i = 0; i < 3; i++)
            csv.Append($"email,import{i}@mail.example,{world.Purpose},give,2026-01-0{i + 1}T10:00:00Z,{world.Notice},1,en,form {i}\n");
        csv.Append("email,import3@mail.example,nothing-of-the-kind,give,2026-01-01T10:00:00Z,,,,\n");
        csv.Append($"email,import4@mail.example,{world.Purpose},give,yesterday,,,,\n");
        return csv.ToString();
    }

    private static ILocator Import(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true });

    private static Task ChooseAsync(Visitor visitor, string name, string content) =>
        visitor.Page.GetByRole(AriaRole.Dialog).Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(content) });

    private static ILocator Number(Visitor visitor, string label, int value) => visitor.Page.Locator(".stat", new() { HasTextString = label }).GetByText(value.ToString(System.Globalization.CultureInfo.InvariantCulture), new() { Exact = true });

    private static ILocator Row(Visitor visitor, string text) => visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasTextString = text });

    private static async Task DecodeAsync(Visitor visitor, string text)
    {
        await visitor.Page.GetByLabel("String").FillAsync(text);
        await visitor.Button("Decode").ClickAsync();
    }
}
