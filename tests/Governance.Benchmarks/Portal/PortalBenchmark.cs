using System.Diagnostics;
using Governance.Benchmarks.Audit;
using Governance.LocalStack.Stack;
using Microsoft.Playwright;
using Npgsql;

namespace Governance.Benchmarks.Portal;

/// <summary>
/// The real portal in a real browser with 10,000 requests, 5,000 columns and 1 million audit entries behind it (<c>BENCH_PORTAL_REQUESTS</c>,
/// <c>_COLUMNS</c>, <c>_ENTRIES</c>). With <c>BENCH_PORTAL_FOLDER</c> the filled stack is kept, and found again by the next run.
/// </summary>
internal static class PortalBenchmark
{
    public static async Task RunAsync()
    {
        var kept = Environment.GetEnvironmentVariable("BENCH_PORTAL_FOLDER");
        var folder = kept ?? Directory.CreateTempSubdirectory("governance-bench-portal-").FullName;
        // The database's user passes through to its own folder below.
        File.SetUnixFileMode(Directory.CreateDirectory(folder).FullName, (UnixFileMode)0b111_001_001);
        await using var stack = await GovernanceStack.StartAsync(new StackOptions(Path.Combine(folder, "run"))
        {
            Customise = (service, environment) =>
            {
                // It would read a million entries first; it is idle in a log that has grown by itself.
                if (service == "audit")
                    environment["Anomalies__Enabled"] = "false";
            },
        });
        var store = await FillAsync(stack, Path.Combine(folder, "filled"));

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", ChromiumSandbox = false, Args = ["--disable-dev-shm-usage"] });
        var page = await SignInAsync(browser, stack);
        var interactions = new Interactions(page);
        await PortalPages.MeasureAsync(page, interactions, store, AuditBench.Setting("BENCH_PORTAL_TIMES", 7));
        interactions.Sum();
        await stack.StopAsync();
        if (kept is null)
        {
            stack.Folder.Delete();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Guid> FillAsync(GovernanceStack stack, string mark)
    {
        if (File.Exists(mark))
            return Guid.Parse(await File.ReadAllTextAsync(mark));
        var watch = Stopwatch.StartNew();
        await using var identity = NpgsqlDataSource.Create(await stack.DatabaseOfAsync("identity"));
        await using var command = identity.CreateCommand("SELECT id::text FROM users WHERE email = $1");
        command.Parameters.Add(new() { Value = GovernanceStack.DemoUser("dpo") });
        var dpo = (string)(await command.ExecuteScalarAsync())!;
        await RequestSeed.FillAsync(await stack.DatabaseOfAsync("dsar"), AuditBench.Setting("BENCH_PORTAL_REQUESTS", 10_000), dpo);
        var store = await MapSeed.FillAsync(await stack.DatabaseOfAsync("inventory"), AuditBench.Setting("BENCH_PORTAL_COLUMNS", 5_000));
        var audit = stack.Services["audit"];
        await audit.StopAsync();
        await LogSeed.FillAsync(await stack.DatabaseOfAsync("audit"), audit.Environment["Encryption__Key"], AuditBench.Setting("BENCH_PORTAL_ENTRIES", 1_000_000));
        await audit.StartAsync();
        await File.WriteAllTextAsync(mark, store.ToString());
        Console.WriteLine($"filled in {watch.Elapsed.TotalSeconds:F0} s");
        return store;
    }

    private static async Task<IPage> SignInAsync(IBrowser browser, GovernanceStack stack)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = stack.Url("portal").AbsoluteUri, ViewportSize = new() { Width = 1360, Height = 900 } });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in?returnUrl=%2F");
        await page.GetByLabel("E-mail").FillAsync(GovernanceStack.DemoUser("dpo"));
        await page.GetByLabel("Password").FillAsync(stack.DemoPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Today" }).WaitForAsync();
        return page;
    }
}
