using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Browser;

/// <summary>Script in every text field: typed, sent, kept and shown again, it stays text.</summary>
[Collection(PortalCollection.Name)]
public sealed class HostileTextTests(PortalStack stack)
{
    private const string Hostile = "\"><img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>{{7*7}}";

    [Theory]
    [InlineData("dpo", "/requests?all=1&pseudonym=", "New request,Save this view")]
    [InlineData("dpo", "/map?q=", "Connect a store")]
    [InlineData("dpo", "/audit?from=x&to=x&outcome=x&objectId=x&actorId=x&subject=x&action=", "")]
    [InlineData("admin", "/admin/users?x=", "New user")]
    [InlineData("admin", "/admin/clients?x=", "New client")]
    [InlineData("admin", "/admin/errors?service=", "")]
    public async Task What_is_typed_or_stands_in_the_address_stays_text(string role, string path, string dialogs)
    {
        await stack.CompanyAsync();
        await using var visitor = await stack.SignInAsync(role, path + Uri.EscapeDataString(Hostile));
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await FillAllAsync(visitor, visitor.Page.Locator("main"));
        await CheckAsync(visitor);
        foreach (var name in dialogs.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            await visitor.Button(name).ClickAsync();
            var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
            await dialog.Locator("input").First.WaitForAsync();
            await FillAllAsync(visitor, dialog);
            // Sent, where the form lets it: refused or kept, it is shown.
            var send = dialog.Locator(".button.primary");
            if (await send.IsEnabledAsync())
            {
                await send.ClickAsync();
                await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            }
            await CheckAsync(visitor);
            await visitor.Page.GotoAsync(path + Uri.EscapeDataString(Hostile));
            await visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
            await CheckAsync(visitor);
        }
    }

    [Fact]
    public async Task What_a_map_says_is_kept_and_shown_as_text_on_every_page_that_shows_it()
    {
        var store = (await stack.CompanyAsync()).Single(s => s.Name.EndsWith("warehouse", StringComparison.Ordinal));
        await using var analyst = await stack.SignInAsync("privacy-analyst", "/map");
        await analyst.Page.GetByRole(AriaRole.Link, new() { Name = store.Name, Exact = true }).ClickAsync();
        await analyst.Page.GetByRole(AriaRole.Tab, new() { Name = "Tables" }).ClickAsync();
        await analyst.Page.Locator(".table-head").First.ClickAsync();
        await analyst.Button("Purposes and recipients").ClickAsync();
        var dialog = analyst.Page.GetByRole(AriaRole.Dialog);
        foreach (var field in new[] { "Purposes", "Recipients", "Where the data come from" })
            await dialog.GetByLabel(field).FillAsync(Hostile);
        await analyst.Button("Save").ClickAsync();
        await analyst.Page.Locator(".table-facts").GetByText(Hostile).Nth(2).WaitForAsync();
        await CheckAsync(analyst);

        await analyst.OpenAsync("/map", "Data map");
        await analyst.Page.GetByLabel("Search every table, column, category, purpose and recipient").FillAsync("window.hacked");
        await analyst.Page.GetByLabel("Found in the maps").GetByText(Hostile).First.WaitForAsync();
        await CheckAsync(analyst);
    }

    private static async Task FillAllAsync(Visitor visitor, ILocator within)
    {
        var fields = within.Locator("input:not([type=checkbox]):not([type=date]):not([type=hidden]), textarea");
        var count = await fields.CountAsync();
        for (var i = 0; i < count; i++)
        {
            await fields.Nth(i).FillAsync(Hostile);
            Assert.Equal(Hostile[..Math.Min(Hostile.Length, await MaxLengthAsync(fields.Nth(i)))], await fields.Nth(i).InputValueAsync());
        }
        if (count > 0)
            await fields.First.PressAsync("Enter");
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private static Task<int> MaxLengthAsync(ILocator field) => field.EvaluateAsync<int>("f => f.maxLength > 0 ? f.maxLength : 1000");

    private static async Task CheckAsync(Visitor visitor)
    {
        Assert.False(await visitor.Page.EvaluateAsync<bool>("() => 'hacked' in window"));
        Assert.Equal(0, await visitor.Page.Locator("img[src=x]").CountAsync());
    }
}
