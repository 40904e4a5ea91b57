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
        await Axe.CheckAsync(auditor, "audit log");
    }

    /// <summary>The same JSON with the outcome or source spelt otherwise.</summary>
    private static string Tampered(string base64)
    {
        var text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        return Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text.Replace("identity", "identitx", StringComparison.Ordinal)));
    }
}
