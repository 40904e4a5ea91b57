using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Browser;

/// <summary>An auditor who does not trust the server.</summary>
[Collection(PortalCollection.Name)]
public sealed class AuditTests(PortalStack stack)
{
    [Fact]
    public async Task An_auditor_finds_an_entry_and_has_it_proved_by_the_browser()
    {
        await using var auditor = await stack.SignInAsync("auditor", "/audit?source=identity");
        await auditor.Page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Link).ClickAsync();
        await auditor.Page.GetByText("Proved", new() { Exact = true }).WaitForAsync();
        await Axe.CheckAsync(auditor, "entry");
    }

    [Theory]
    [InlineData("entry")]
    [InlineData("payload")]
    [InlineData("hashes")]
    public async Task A_proof_that_was_tampered_with_on_the_way_does_not_hold(string part)
    {
        await using var auditor = await stack.SignInAsync("auditor", "/audit?source=identity");
        await auditor.Page.RouteAsync("**/proof", async route =>
        {
            var answer = await route.FetchAsync();
            var proof = System.Text.Json.Nodes.JsonNode.Parse(await answer.TextAsync())!;
            if (part == "hashes")
                proof[part] = new System.Text.Json.Nodes.JsonArray([.. proof[part]!.AsArray().Skip(1).Select(h => h!.DeepClone())]);
            else
                proof[part] = Tampered(proof[part]!.GetValue<string>());
            await route.FulfillAsync(new() { Response = answer, Body = proof.ToJsonString() });
        });
        await auditor.Page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Link).ClickAsync();
        await auditor.Page.GetByText("NOT proved").WaitForAsync();
    }

    [Fact]
    public async Task The_whole_log_is_checked_on_request()
    {
        await using var auditor = await stack.SignInAsync("auditor", "/audit");
        await auditor.Button("Check now").ClickAsync();
        await auditor.Page.GetByText("nothing was changed").WaitForAsync();
        await auditor.Page.GetByText("Last check").WaitForAsync();
        await Axe.CheckAsync(auditor, "audit log");
    }

    [Fact]
    public async Task The_log_is_searched_by_day()
    {
        await using var auditor = await stack.SignInAsync("auditor", "/audit");
        await auditor.Page.Locator("table[data-shown='']").WaitForAsync();
        await auditor.Page.GetByLabel("To", new() { Exact = true }).FillAsync("2020-01-31");
        await auditor.Page.GetByRole(AriaRole.Search).GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await auditor.Page.GetByText("No entry matches").WaitForAsync();
        await auditor.Page.GetByLabel("From", new() { Exact = true }).FillAsync("2020-02-01");
        await auditor.Page.GetByLabel("To", new() { Exact = true }).FillAsync("2199-12-31");
        await auditor.Page.GetByRole(AriaRole.Search).GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await auditor.Page.Locator("table[data-shown='from=2020-02-01&to=2199-12-31'] tbody tr").First.WaitForAsync();
    }

    [Fact]
    public async Task An_anomaly_comes_up_on_today_and_is_reviewed_from_there()
    {
        await using var auditor = await stack.SignInAsync("auditor", "/");
        var id = Guid.CreateVersion7();
        await ServiceDatabase.ExecuteAsync(
            stack, "audit",
            """
            INSERT INTO anomalies (id, detector, actor_type, actor_id, counterpart_id, "window", window_from, window_to, score, signals, detected_at, state, version)
            VALUES (@id, 'repeated-refusals', 'client', 'machine-of-the-test', '', current_date, now() - interval '1 hour', now(), 3,
                    '[{"to":"2026-01-01T01:00:00+00:00","code":"refusals","from":"2026-01-01T00:00:00+00:00","basis":"floor","facts":{},"subject":"","expected":0,"observed":30,"sequences":[0],"threshold":10}]', now(), 'Open', 1)
            """,
            ("id", id));
        await auditor.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("Many refusals.*machine-of-the-test") }).ClickAsync();
        await auditor.Heading("Many refusals").WaitForAsync();
        Assert.EndsWith($"/audit/anomalies/{id}", auditor.Page.Url, StringComparison.Ordinal);
        await Axe.CheckAsync(auditor, "anomaly");
        await auditor.Page.GetByLabel("Number of the case").FillAsync("CASE-1");
        await auditor.Button("Acknowledge").ClickAsync();
        await auditor.Page.Locator(".page-head .badge", new() { HasText = "acknowledged" }).WaitForAsync();
    }

    /// <summary>The same JSON with the outcome or source spelt otherwise.</summary>
    private static string Tampered(string base64)
    {
        var text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        return Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text.Replace("identity", "identitx", StringComparison.Ordinal)));
    }
}
