using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Governance.Consent.Tests.Preferences;

/// <summary>The script in a real browser, used by keyboard, found the way a screen reader finds things: by role and name.</summary>
public sealed class BrowserTests(BrowserTests.Fixture fixture) : IClassFixture<BrowserTests.Fixture>
{
    private const string DemoPerson = "demo@example.org";

    public sealed class Fixture : PreferenceFixture
    {
        private IPlaywright? _playwright;

        public IBrowser Browser { get; private set; } = null!;

        protected override Task<IReadOnlyDictionary<string, string>> ConfigureAsync() =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["Preferences:Demo"] = "true" });

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            _playwright = await Playwright.CreateAsync();
            Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium", Timeout = 120_000 });
        }

        public override async ValueTask DisposeAsync()
        {
            if (Browser is not null)
                await Browser.DisposeAsync();
            _playwright?.Dispose();
            await base.DisposeAsync();
        }
    }

    [Fact]
    public async Task Choices_are_made_by_keyboard_with_as_many_steps_for_no_as_for_yes_and_are_said_aloud()
    {
        var (site, consent, interest, _) = await fixture.SiteAsync();
        var page = await fixture.Browser.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add(message.Text);
        };
        await page.GotoAsync($"{fixture.BaseAddress}preferences/demo?site={site}");
        var newsletter = page.GetByRole(AriaRole.Switch, new() { Name = "Newsletter" });
        await newsletter.WaitForAsync();
        Assert.True(await page.GetByRole(AriaRole.Region, new() { Name = "Your choices" }).IsVisibleAsync());
        Assert.Equal("Newsletter for you.", await DescriptionAsync(page, newsletter));

        // Notice, newsletter, research: in the order in which they stand.
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("What this is about", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await SaysAsync(page, "Saved: Newsletter is allowed.");
        Assert.True(await newsletter.IsCheckedAsync());
        Assert.True(await fixture.AllowedAsync(DemoPerson, consent));

        // The same key takes it back, and the focus has stayed.
        await page.Keyboard.PressAsync("Space");
        await SaysAsync(page, "Saved: Newsletter is not allowed.");
        Assert.False(await newsletter.IsCheckedAsync());
        Assert.False(await fixture.AllowedAsync(DemoPerson, consent));

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await SaysAsync(page, "Saved: Product research is not allowed.");
        Assert.False(await fixture.AllowedAsync(DemoPerson, interest));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_page_on_a_registered_origin_embeds_it_and_others_can_not()
    {
        await using var shop = await ShopAsync();
        var (site, consent, _, _) = await fixture.SiteAsync(shop.Urls.First());
        var (elsewhere, _, _, _) = await fixture.SiteAsync();
        var page = await fixture.Browser.NewPageAsync();
        page.SetDefaultTimeout(60_000);

        await page.GotoAsync($"{shop.Urls.First()}/?site={site}#{await fixture.TokenAsync(site, "embedded@example.org")}");
        await page.GetByRole(AriaRole.Switch, new() { Name = "Newsletter" }).ClickAsync();
        await SaysAsync(page, "Saved: Newsletter is allowed.");
        Assert.True(await fixture.AllowedAsync("embedded@example.org", consent));

        await page.GotoAsync($"{shop.Urls.First()}/?site={elsewhere}#{await fixture.TokenAsync(elsewhere, "embedded@example.org")}");
        await page.GetByText("Your choices can't be shown at the moment.").WaitForAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Switch).CountAsync());
    }

    private static Task SaysAsync(IPage page, string text) => page.GetByRole(AriaRole.Status).Filter(new() { HasText = text }).WaitForAsync();

    private static async Task<string?> DescriptionAsync(IPage page, ILocator control) =>
        await page.Locator($"#{await control.GetAttributeAsync("aria-describedby")}").TextContentAsync();

    /// <summary>Somebody else's page on an origin of its own.</summary>
    private async Task<WebApplication> ShopAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", () => Results.Text($$"""
            <!DOCTYPE html><html lang="en"><title>Shop</title><div id="here"></div>
            <script type="module">
              import { mountPreferences } from "{{fixture.BaseAddress}}preferences/governance-consent.js";
              mountPreferences(document.getElementById("here"), { service: "{{fixture.BaseAddress}}", site: new URLSearchParams(location.search).get("site"), token: () => location.hash.slice(1) }).catch(() => {});
            </script></html>
            """, "text/html"));
        await app.StartAsync();
        return app;
    }
}
