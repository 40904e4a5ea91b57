using System.Text.Json;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Support;

/// <summary>axe-core on the page as it stands: no serious or critical finding of WCAG 2.2 A and AA.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Script = new(() => File.ReadAllText(Path.Combine(Root(), "services", "portal", "web", "node_modules", "axe-core", "axe.min.js")));

    public static Task CheckAsync(Visitor visitor, string what) => CheckAsync(visitor.Page, what);

    /// <summary>In the light and in the dark.</summary>
    public static async Task CheckBothAsync(Visitor visitor, string what)
    {
        await CheckAsync(visitor, what);
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await CheckAsync(visitor, what + " in the dark");
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    public static async Task CheckAsync(IPage page, string what)
    {
        // By the debugger's door: the page's own policy allows no foreign script.
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(Script.Value);
        var json = await page.EvaluateAsync<JsonElement>("""
            async () => {
              const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] });
              return found.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => ({ id: v.id, nodes: v.nodes.slice(0, 5).map(n => n.html + ' ' + n.failureSummary) }));
            }
            """);
        Assert.True(json.GetArrayLength() == 0, $"{what}: {json.GetRawText()}");
    }

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Governance.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The repository was not found above the tests.");
    }
}
