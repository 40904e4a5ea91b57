using System.IO.Compression;
using System.Text.RegularExpressions;
using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Browser;

/// <summary>Every page by axe, and the size of what it loads.</summary>
[Collection(PortalCollection.Name)]
public sealed partial class PageTests(PortalStack stack)
{
    private const int ScriptBudget = 700_000;
    private const int PrivacyCentreBudget = 300_000;

    [Theory]
    [InlineData("dpo", "/", "Today")]
    [InlineData("admin", "/", "Today")]
    [InlineData("admin", "/admin/users", "Administration")]
    [InlineData("admin", "/admin/roles", "Administration")]
    [InlineData("admin", "/admin/clients", "Administration")]
    [InlineData("admin", "/admin/errors", "Administration")]
    [InlineData("admin", "/admin/stores", "Administration")]
    [InlineData("admin", "/admin/jobs", "Administration")]
    [InlineData("auditor", "/audit", "Audit log")]
    [InlineData("auditor", "/audit/anomalies", "Anomalies")]
    public async Task A_page_has_no_serious_finding_in_light_and_dark(string role, string path, string heading)
    {
        await using var visitor = await stack.SignInAsync(role, path);
        await visitor.Heading(heading).WaitForAsync();
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Axe.CheckAsync(visitor, path);
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Axe.CheckAsync(visitor, path + " in the dark");
    }

    [Fact]
    public void All_script_of_the_application_together_stays_within_the_budget_of_the_first_load()
    {
        var files = Directory.GetFiles(Path.Combine(Axe.Root(), "services", "portal", "wwwroot", "assets"), "*.js.gz");
        Assert.InRange(files.Sum(f => new FileInfo(f).Length), 50_000, ScriptBudget);
    }

    [Theory]
    [InlineData("/", ScriptBudget)]
    [InlineData("/privacy", PrivacyCentreBudget)]
    public async Task The_first_load_stays_within_its_budget_of_packed_script(string path, int budget)
    {
        await using var visitor = await stack.VisitAsync();
        await visitor.Page.GotoAsync(path);
        await visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var bytes = await visitor.Page.EvaluateAsync<int>(
            "() => performance.getEntriesByType('resource').filter(r => new URL(r.name).pathname.endsWith('.js')).reduce((sum, r) => sum + r.encodedBodySize, 0)");
        Assert.InRange(bytes, 1, budget);
    }

    [Fact]
    public async Task A_script_is_packed_kept_by_the_browser_and_named_by_its_content()
    {
        var page = await stack.Http.GetStringAsync(stack.Portal);
        var path = ScriptPath().Match(page).Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(stack.Portal, path));
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await stack.Http.SendAsync(request);
        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        await using var unpacked = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.NotEqual(-1, unpacked.ReadByte());
        foreach (var wrong in (string[])["assets/../index.html", "assets/..%2f..%2fappsettings.json", "assets/none.js", "assets/%2e%2e/%2e%2e/appsettings.json"])
            Assert.NotEqual(System.Net.HttpStatusCode.OK, (await stack.Http.GetAsync(stack.Portal + wrong)).StatusCode);
    }

    [GeneratedRegex("""src="/(assets/index-[^"]+\.js)""")]
    private static partial Regex ScriptPath();
}
