using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Browser;

/// <summary>Signing in and out, cookies, policies and foreign origins, with a real browser at the real services.</summary>
[Collection(PortalCollection.Name)]
public sealed class SignInTests(PortalStack stack)
{
    [Fact]
    public async Task Signing_in_leads_to_the_page_asked_for_and_keeps_tokens_from_the_browser()
    {
        await using var dpo = await stack.SignInAsync("dpo", "/requests?open=true");
        Assert.Equal(new Uri(stack.Portal, "/requests?open=true").AbsoluteUri, dpo.Page.Url);
        var cookie = Assert.Single(await dpo.Context.CookiesAsync([stack.Portal.AbsoluteUri]), c => c.Name.StartsWith("__Host-governance", StringComparison.Ordinal));
        Assert.True(cookie is { HttpOnly: true, Secure: true, SameSite: SameSiteAttribute.Strict, Path: "/" });
        Assert.Equal(43, cookie.Value.Length);
        var inBrowser = await dpo.Page.EvaluateAsync<string>("() => document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)");
        Assert.DoesNotContain("eyJ", inBrowser, StringComparison.Ordinal);
        var session = await dpo.Page.EvaluateAsync<string>("() => fetch('/v1/session', { headers: { 'X-Governance-Portal': '1' } }).then(r => r.text())");
        Assert.DoesNotContain("eyJ", session, StringComparison.Ordinal);
        Assert.Contains("dsar:approve", session, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_every_portal_session_of_the_sign_in_and_the_providers_own()
    {
        await using var dpo = await stack.SignInAsync("dpo");
        var copied = (await dpo.Context.CookiesAsync([stack.Portal.AbsoluteUri])).Single(c => c.Name == "__Host-governance-portal").Value;
        await dpo.Page.GetByRole(AriaRole.Button, new() { Name = "Account of" }).ClickAsync();
        await dpo.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out everywhere" }).ClickAsync();
        await dpo.Heading("You are signed out").WaitForAsync();

        using var stolen = new HttpRequestMessage(HttpMethod.Get, new Uri(stack.Portal, "api/dsar/v1/requests"));
        stolen.Headers.Add("Cookie", $"__Host-governance-portal={copied}");
        stolen.Headers.Add("X-Governance-Portal", "1");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await stack.Http.SendAsync(stolen)).StatusCode);

        await dpo.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await dpo.Page.GetByLabel("Password").WaitForAsync();
    }

    [Fact]
    public async Task A_session_outlives_a_restart_of_the_portal()
    {
        await using var dpo = await stack.SignInAsync("dpo");
        await stack.Stack.Services["portal"].RestartAsync();
        await dpo.OpenAsync("/requests", "Requests");
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    public async Task An_open_redirect_is_refused(string target)
    {
        await using var dpo = await stack.SignInAsync("dpo", target);
        Assert.Equal(stack.Portal.AbsoluteUri, dpo.Page.Url);
    }

    [Fact]
    public async Task A_page_of_another_origin_can_neither_read_nor_act()
    {
        await using var dpo = await stack.SignInAsync("dpo");
        var end = new Uri(stack.Portal, "v1/session/end");
        await using var foreign = await ForeignSite.StartAsync(end);
        await dpo.Page.GotoAsync(foreign.Url);
        foreach (var (method, header) in new[] { ("GET", "1"), ("POST", "1"), ("POST", "") })
        {
            var outcome = await dpo.Page.EvaluateAsync<string>(
                "([url, method, header]) => fetch(url, { method, credentials: 'include', headers: header ? { 'X-Governance-Portal': header } : {} }).then(r => 'status ' + r.status, e => 'stopped')",
                new[] { new Uri(stack.Portal, "api/dsar/v1/requests").AbsoluteUri, method, header });
            Assert.Equal("stopped", outcome);
        }
        // Without the header no browser asks first; the cookie stays away and the portal refuses.
        await dpo.Page.EvaluateAsync("url => fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include' })", end.AbsoluteUri);
        var tab = await dpo.Page.Context.NewPageAsync();
        await tab.GotoAsync(foreign.Url);
        var answer = await tab.RunAndWaitForResponseAsync(() => tab.GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync(), r => r.Request.Method == "POST" && r.Url == end.AbsoluteUri);
        Assert.Equal(403, answer.Status);
        await dpo.OpenAsync("/requests", "Requests");
    }

    [Theory]
    [InlineData(null, null, null, 403)]
    [InlineData("1", "https://evil.example", null, 403)]
    [InlineData("1", "null", null, 403)]
    [InlineData("1", null, "cross-site", 403)]
    [InlineData("1", null, "same-site", 403)]
    [InlineData("1", null, null, 401)]
    public async Task Only_the_portals_own_pages_are_heard(string? header, string? origin, string? site, int expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stack.Portal, "api/dsar/v1/requests"));
        foreach (var (name, value) in new[] { ("X-Governance-Portal", header), ("Origin", origin), ("Sec-Fetch-Site", site) })
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }
        Assert.Equal(expected, (int)(await stack.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task The_page_allows_no_inline_script_and_no_frame()
    {
        using var response = await stack.Http.GetAsync(new Uri(stack.Portal, "requests"));
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.DoesNotContain("unsafe-", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; script-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        var html = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("__NONCE__", html, StringComparison.Ordinal);

        await using var visitor = await stack.VisitAsync();
        await visitor.Page.GotoAsync("/");
        await visitor.Heading("Governance").WaitForAsync();
        await visitor.Page.EvaluateAsync("() => { const s = document.createElement('div'); try { s.innerHTML = '<img src=x onerror=\"window.hacked = 1\">'; } catch { } document.body.append(s); }");
        Assert.False(await visitor.Page.EvaluateAsync<bool>("() => 'hacked' in window"));
    }

    [Fact]
    public async Task Pages_and_data_outside_a_users_roles_are_neither_shown_nor_given()
    {
        await using var owner = await stack.SignInAsync("data-owner");
        Assert.Equal(0, await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Requests", Exact = true }).CountAsync());
        await owner.Page.GotoAsync("/requests");
        await owner.Page.GetByText("You may not see this").WaitForAsync();
        var status = await owner.Page.EvaluateAsync<int>("() => fetch('/api/dsar/v1/requests', { headers: { 'X-Governance-Portal': '1' } }).then(r => r.status)");
        Assert.Equal(403, status);
    }
}
