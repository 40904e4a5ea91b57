using Microsoft.Playwright;

namespace Governance.Benchmarks.Portal;

/// <summary>What a DPO does all day, and by what one sees that it is there.</summary>
internal static class PortalPages
{
    private const string Queue = "/requests?open=true&sort=dueOn";

    public static async Task MeasureAsync(IPage page, Interactions interactions, Guid store, int times)
    {
        await RequestsAsync(page, interactions, times);
        await MapAsync(page, interactions, store, times);
        await LogAsync(page, interactions, times);
    }

    private static async Task RequestsAsync(IPage page, Interactions on, int times)
    {
        Task Open(string path) => OpenAsync(page, path, "[data-shown] tbody tr");
        await on.MeasureAsync("requests: open the list", times, async _ => await OpenAsync(page, "/", "h1"), _ => Nav(page, "Requests"), _ => Shown("open=true&sort=dueOn"));
        await on.MeasureAsync("requests: filter, nobody's", times, _ => Open(Queue), _ => View(page, "Unassigned"), _ => Shown("assignee=none&open=true&sort=dueOn"));
        await on.MeasureAsync("requests: all of them", times, _ => Open(Queue), _ => View(page, "All"), _ => Shown(""));
        await on.MeasureAsync("requests: sort by receipt", times, _ => Open(Queue), _ => page.GetByRole(AriaRole.Button, new() { Name = "Received" }).ClickAsync(), _ => Shown("open=true&sort=receivedAt"));
        await on.MeasureAsync("requests: next page", times, _ => Open("/requests?all=1"), _ => More(page), _ => "document.querySelectorAll('[data-shown] tbody tr').length === 75");
        await on.MeasureAsync(
            "requests: search a person", times, async i =>
            {
                await Open("/requests?all=1");
                await Search(page).FillAsync(RequestSeed.Pseudonym(100 + i));
            },
            _ => Search(page).PressAsync("Enter"), _ => "document.querySelector('[data-shown*=\"pseudonym=\"] tbody tr')");
        await on.MeasureAsync("requests: open one", times, _ => Open(Queue), i => page.Locator("tbody tr a").Nth(i).ClickAsync(), _ => "document.querySelector('.remaining')");
    }

    private static async Task MapAsync(IPage page, Interactions on, Guid store, int times)
    {
        string[] words = ["email_0", "department_1", "phone", "first_name_5", "city_1", "contact", "amount_3", "user.name"];
        Task Type(ILocator box, string word) => box.PressSequentiallyAsync(word[^1..]);
        await on.MeasureAsync("map: open a store of 5,000 columns", times, _ => OpenAsync(page, "/map", "tbody tr"), _ => page.GetByRole(AriaRole.Link, new() { Name = "warehouse" }).ClickAsync(), _ => "document.querySelector('.suggestion, .table-head')");
        await on.MeasureAsync(
            "map: type in the search of a store", times, async i =>
            {
                await OpenAsync(page, $"/map/{store}?tab=tables", ".table-head");
                await Search(page).FillAsync(words[i % words.Length][..^1]);
                await page.Locator($"[data-found='{words[i % words.Length][..^1]}']").WaitForAsync();
            },
            i => Type(Search(page), words[i % words.Length]), i => Found(words[i % words.Length]));
        await on.MeasureAsync("map: next tables", times, _ => OpenAsync(page, $"/map/{store}?tab=tables", ".table-head"), _ => More(page), _ => "document.querySelectorAll('.table-head').length === 80");
        await on.MeasureAsync("map: open a table", times, _ => OpenAsync(page, $"/map/{store}?tab=tables", ".table-head"), i => page.Locator(".table-head").Nth(i).ClickAsync(), _ => "document.querySelector('.columns')");
        await on.MeasureAsync("map: open the graph of 250 tables", times, _ => OpenAsync(page, $"/map/{store}?tab=tables", ".table-head"), _ => page.GetByRole(AriaRole.Tab, new() { Name = "Graph" }).ClickAsync(), _ => "document.querySelector('.react-flow__node')");
        await on.MeasureAsync(
            "map: accept a suggestion by Enter, and the next", times, async i =>
            {
                if (i == 0)
                    await OpenAsync(page, $"/map/{store}?tab=review", ".suggestion");
                await page.EvaluateAsync("() => { window.__current = document.querySelector('.suggestion.current').id; document.querySelector('.review').focus(); }");
            },
            _ => page.Keyboard.PressAsync("Enter"), _ => "document.querySelector('.suggestion.current').id !== window.__current");
        await on.MeasureAsync(
            "map: search over all stores", times, async i =>
            {
                await OpenAsync(page, "/map", "tbody tr");
                await Search(page).FillAsync(words[i % words.Length][..^1]);
                await page.Locator($"[data-found='{words[i % words.Length][..^1]}']").WaitForAsync();
            },
            i => Type(Search(page), words[i % words.Length]), i => Found(words[i % words.Length]));
    }

    private static async Task LogAsync(IPage page, Interactions on, int times)
    {
        var today = TimeProvider.System.GetUtcNow().Date;
        Task Open(string path) => OpenAsync(page, path, "[data-shown] tbody tr");
        Task Submit() => page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).Last.ClickAsync();
        await on.MeasureAsync("audit: open the log", times, _ => OpenAsync(page, "/", "h1"), _ => Nav(page, "Audit log"), _ => Shown(""));
        await on.MeasureAsync("audit: next page", times, _ => Open("/audit"), _ => More(page), _ => "document.querySelectorAll('[data-shown] tbody tr').length === 75");
        await on.MeasureAsync(
            "audit: one service", times, async _ =>
            {
                await Open("/audit");
                await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Service") }).ClickAsync();
            },
            i => page.GetByRole(AriaRole.Option, new() { Name = i % 2 == 0 ? "inventory" : "dpia", Exact = true }).ClickAsync(), i => Shown(i % 2 == 0 ? "source=inventory" : "source=dpia"));
        foreach (var (what, field, value) in new[] { ("an action", "Action", "ConsentWithdrawn"), ("an action that never happened", "Action", "Nothing"), ("an object", "Object", "71428"), ("an actor", "Actor", "user-25"), ("a person", "Pseudonym", LogSeed.Pseudonym(2500)) })
        {
            await on.MeasureAsync(
                $"audit: {what}", times, async _ =>
                {
                    await Open("/audit");
                    await page.GetByLabel(field, new() { Exact = true }).FillAsync(value);
                },
                _ => Submit(), _ => $"document.querySelector('[data-shown$=\"={value}\"]')");
        }
        foreach (var days in new[] { 3, 180, 360 })
        {
            var (from, to) = (today.AddDays(-days - 7).ToString("yyyy-MM-dd"), today.AddDays(-days).ToString("yyyy-MM-dd"));
            await on.MeasureAsync(
                $"audit: a week, {days} days ago", times, async _ =>
                {
                    await Open("/audit");
                    await page.GetByLabel("From", new() { Exact = true }).FillAsync(from);
                    await page.GetByLabel("To", new() { Exact = true }).FillAsync(to);
                },
                _ => Submit(), _ => Shown($"from={from}&to={to}"));
        }
        await on.MeasureAsync("audit: refusals", times, _ => Open("/audit"), _ => page.EvaluateAsync("() => { dispatchEvent(new Event('click')); history.pushState({}, '', '/audit?outcome=refused'); dispatchEvent(new PopStateEvent('popstate', { state: {} })); }"), _ => Shown("outcome=refused"));
        await on.MeasureAsync("audit: open an entry and have it proved", times, _ => Open("/audit?action=PlanApproved"), i => page.Locator("tbody tr a").Nth(i).ClickAsync(), _ => "document.querySelector('.callout.good')");
    }

    private static async Task OpenAsync(IPage page, string path, string there)
    {
        await page.GotoAsync(path);
        await page.Locator(there).First.WaitForAsync();
        // What the page loads beside it is over before the clock starts.
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private static Task Nav(IPage page, string name) => page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();

    private static Task View(IPage page, string name) => page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();

    private static Task More(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();

    private static ILocator Search(IPage page) => page.Locator("main input[type=search]");

    private static string Shown(string filter) => $"document.querySelector('[data-shown=\"{filter}\"]')";

    private static string Found(string word) => $"document.querySelector('[data-found=\"{word}\"]')";
}
