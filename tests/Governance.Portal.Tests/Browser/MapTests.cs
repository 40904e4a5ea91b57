using Governance.Portal.Tests.Support;
using Microsoft.Playwright;
using Npgsql;

namespace Governance.Portal.Tests.Browser;

/// <summary>A database changes; the map is looked at again, by keyboard.</summary>
[Collection(PortalCollection.Name)]
public sealed class MapTests(PortalStack stack)
{
    [Fact]
    public async Task A_drifted_map_is_reviewed_by_keyboard_and_confirmed()
    {
        var store = (await stack.CompanyAsync()).Single(s => s.Name.EndsWith("loyalty", StringComparison.Ordinal));
        await using (var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(stack.Stack.Postgres.AdminConnectionString) { Database = store.Name }.ConnectionString))
        await using (var command = source.CreateCommand("ALTER TABLE member ADD COLUMN second_email text"))
            await command.ExecuteNonQueryAsync();

        await using var analyst = await stack.SignInAsync("privacy-analyst", "/map");
        await Axe.CheckAsync(analyst, "stores");
        await analyst.Button($"Scan {store.Name}").ClickAsync();
        await analyst.Page.GetByRole(AriaRole.Row, new() { Name = store.Name }).GetByText("1 change", new() { Exact = true }).WaitForAsync();

        // From the page of the day one click leads to the change.
        await analyst.OpenAsync("/", "Today");
        await analyst.Page.GetByRole(AriaRole.Link, new() { NameRegex = new($"{store.Name}.*1 change") }).ClickAsync();
        await analyst.Page.GetByRole(AriaRole.Tab, new() { Name = "Drift", Selected = true }).WaitForAsync();
        await analyst.Page.GetByText("member.second_email").WaitForAsync();
        await analyst.Page.GetByRole(AriaRole.Tab, new() { Name = "Review" }).ClickAsync();
        var suggestions = analyst.Page.GetByRole(AriaRole.Listbox, new() { Name = "Suggestions" });
        await suggestions.FocusAsync();
        await Axe.CheckAsync(analyst, "review");
        var options = suggestions.GetByRole(AriaRole.Option);
        for (var left = await options.CountAsync(); left > 0; left = await options.CountAsync())
        {
            await analyst.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(options).Not.ToHaveCountAsync(left);
        }
        await analyst.Page.GetByText("Everything is decided").WaitForAsync();
        await analyst.Button("Confirm the map").ClickAsync();
        await analyst.Page.GetByText("version 2 is in use").WaitForAsync();
        await analyst.Page.GetByText("The database is as the map says").Or(analyst.Page.GetByRole(AriaRole.Tab, new() { Name = "Drift", Exact = true })).First.WaitForAsync();
        await analyst.Page.GetByRole(AriaRole.Tab, new() { Name = "Graph" }).ClickAsync();
        await analyst.Page.Locator(".react-flow__node").First.WaitForAsync();
        await Axe.CheckAsync(analyst, "graph");
    }

    [Fact]
    public async Task Purposes_and_recipients_are_written_down_and_found_by_a_search_over_all_maps()
    {
        var store = (await stack.CompanyAsync()).Single(s => s.Name.EndsWith("shop", StringComparison.Ordinal));
        var recipient = $"Courier {Guid.NewGuid():n}";
        await using var analyst = await stack.SignInAsync("privacy-analyst", "/map");
        await analyst.Page.GetByRole(AriaRole.Link, new() { Name = store.Name, Exact = true }).ClickAsync();
        await analyst.Page.GetByRole(AriaRole.Tab, new() { Name = "Tables" }).ClickAsync();
        await analyst.Page.GetByLabel("Search tables").FillAsync("customer_address");
        await analyst.Page.Locator(".tables[data-found=customer_address]").WaitForAsync();
        await analyst.Page.Locator(".table-head").First.ClickAsync();
        await analyst.Button("Purposes and recipients").ClickAsync();
        await analyst.Page.GetByRole(AriaRole.Dialog).GetByLabel("Purposes").FillAsync("Delivering orders\nReturns");
        await analyst.Page.GetByRole(AriaRole.Dialog).GetByLabel("Recipients").FillAsync(recipient);
        await Axe.CheckAsync(analyst, "purposes and recipients");
        await analyst.Button("Save").ClickAsync();
        await analyst.Page.GetByText("Delivering orders, Returns").WaitForAsync();

        await analyst.OpenAsync("/map", "Data map");
        await analyst.Page.GetByLabel("Search every table, column, category, purpose and recipient").FillAsync(recipient[..20]);
        await analyst.Page.GetByLabel("Found in the maps").GetByRole(AriaRole.Link).Filter(new() { HasText = recipient }).ClickAsync();
        await analyst.Page.Locator(".table-facts").GetByText(recipient).WaitForAsync();
    }
}
