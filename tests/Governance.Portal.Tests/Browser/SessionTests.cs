using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Browser;

/// <summary>What the host does behind the pages: tokens that end, sessions that end, services that are gone.</summary>
[Collection(PortalCollection.Name)]
public sealed class SessionTests(PortalStack stack)
{
    private const string Ask = "() => Promise.all([1, 2, 3, 4].map(() => fetch('/api/dsar/v1/requests?limit=1', { headers: { 'X-Governance-Portal': '1' } }).then(r => r.status)))";

    [Fact]
    public async Task Tokens_are_renewed_during_a_session_once_for_all_that_ask_at_the_same_time()
    {
        await using var dpo = await stack.SignInAsync("dpo", "/requests");
        var id = SessionId(await CookieAsync(dpo));
        for (var round = 0; round < 2; round++)
        {
            // Refresh tokens are good for one use: a second use of the first would end the session in the second round.
            Assert.Equal(1, await ServiceDatabase.ExecuteAsync(stack, "portal", "UPDATE sessions SET access_expires_at = now() - interval '1 minute' WHERE id = @id", ("id", id)));
            var answers = await dpo.Page.EvaluateAsync<int[]>(Ask);
            Assert.All(answers, status => Assert.Equal(200, status));
            var holds = await ServiceDatabase.ReadAsync<bool>(stack, "portal", $"SELECT access_expires_at > now() FROM sessions WHERE id = '\\x{Convert.ToHexString(id)}'");
            Assert.True(holds);
        }
    }

    [Fact]
    public async Task A_session_that_ends_while_somebody_works_says_so_and_leads_back_to_the_page()
    {
        await using var dpo = await stack.SignInAsync("dpo", "/requests?open=true&type=erasure");
        await ServiceDatabase.ExecuteAsync(stack, "portal", "DELETE FROM sessions WHERE id = @id", ("id", SessionId(await CookieAsync(dpo))));
        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Closed", Exact = true }).ClickAsync();
        await dpo.Page.GetByText("Your session has ended").WaitForAsync();
        // The identity provider still knows who it is.
        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await dpo.Heading("Requests").WaitForAsync();
        Assert.Contains("open=false", dpo.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_named_and_the_page_goes_on_when_it_is_back()
    {
        await using var dpo = await stack.SignInAsync("dpo", "/");
        var inventory = stack.Stack.Services["inventory"];
        await inventory.StopAsync();
        try
        {
            await dpo.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Data map" }).ClickAsync();
            await dpo.Page.GetByText("The service inventory does not answer.").First.WaitForAsync();
            await Axe.CheckAsync(dpo, "a service that is gone");
        }
        finally
        {
            await inventory.StartAsync();
        }
        await dpo.OpenAsync("/map", "Data map");
        await dpo.Page.GetByText("The service inventory does not answer.").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task No_answer_of_the_api_is_kept_by_the_browser()
    {
        await using var dpo = await stack.SignInAsync("dpo", "/requests");
        var kept = await dpo.Page.EvaluateAsync<string>("() => fetch('/api/dsar/v1/requests?limit=1', { headers: { 'X-Governance-Portal': '1' } }).then(r => r.headers.get('Cache-Control'))");
        Assert.Equal("no-store", kept);
    }

    private async Task<string> CookieAsync(Visitor visitor) =>
        (await visitor.Context.CookiesAsync([stack.Portal.AbsoluteUri])).Single(c => c.Name == "__Host-governance-portal").Value;

    private static byte[] SessionId(string cookie) => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(cookie));
}
