using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.PrivacyCentre;

/// <summary>Every page: readable by everybody, on every width, in both schemes, and safe.</summary>
[Collection(PortalCollection.Name)]
public sealed class PageTests(PortalStack stack)
{
    private const string Hostile = "\"><script>window.hacked=1</script><img src=x onerror=window.hacked=1>'&{{7*7}}@x";

    [Theory]
    [InlineData("en", 1100, ColorScheme.Light)]
    [InlineData("de", 320, ColorScheme.Dark)]
    public async Task No_page_has_serious_findings_or_scrolls_sideways(string language, int width, ColorScheme scheme)
    {
        var name = scheme == ColorScheme.Dark ? "-dark-phone" : "";
        await using var reader = await Reader.ComeAsync(stack, language, script: true, width, scheme);
        foreach (var (path, picture) in new[] { ("", "home"), ("/request", "request"), ("/sign-in/requests", "follow"), ("/download", "download"), ("/request/confirm", "confirm-elsewhere"), ("/nowhere", "missing") })
        {
            await reader.OpenAsync("/privacy" + path);
            await CheckAsync(reader, picture + name);
        }

        await reader.OpenAsync("/privacy/request");
        await reader.Page.Locator("button[type=submit]").ClickAsync();
        await CheckAsync(reader, "request-errors" + name);
        await reader.Page.Locator("#type-erasure").CheckAsync();
        await reader.Page.Locator("#email").FillAsync(reader.Email);
        await reader.Page.Locator("main button[type=submit]").ClickAsync();
        await reader.Page.Locator("#code").FillAsync("AAAA AAAA");
        await reader.Page.Locator("main button[type=submit]").First.ClickAsync();
        await reader.Page.Locator("#code-error").WaitForAsync();
        Assert.Equal("summary-title", await reader.Page.EvaluateAsync<string>("() => document.activeElement.getAttribute('aria-labelledby')"));
        await CheckAsync(reader, "confirm-wrong" + name);
        await reader.Page.Locator("#code").FillAsync(await reader.CodeAsync());
        await reader.Page.Locator("main button[type=submit]").First.ClickAsync();
        await reader.Page.Locator("summary").ClickAsync();
        await CheckAsync(reader, "request-state" + name);

        await reader.OpenAsync("/privacy/requests");
        await reader.Page.Locator("#email").FillAsync(reader.Email);
        await reader.Page.Locator("main button[type=submit]").ClickAsync();
        await CheckAsync(reader, "code" + name);
        await reader.Page.Locator("#code").FillAsync(await reader.CodeAsync());
        await reader.Page.Locator("main button[type=submit]").ClickAsync();
        await reader.Page.Locator(".requests").WaitForAsync();
        await CheckAsync(reader, "requests" + name);
    }

    [Fact]
    public async Task The_language_is_switched_by_hand_and_stays()
    {
        await using var reader = await Reader.ComeAsync(stack, "fr");
        await reader.OpenAsync("/privacy/request");
        await reader.HeadingAsync("Make a request");
        await reader.FollowAsync("Deutsch");
        await reader.HeadingAsync("Anfrage stellen");
        await reader.OpenAsync("/privacy");
        await reader.HeadingAsync("Ihre Daten bei Hearth & Harbour");
    }

    [Fact]
    public async Task Hostile_text_stays_text_in_every_field()
    {
        await using var reader = await Reader.ComeAsync(stack, script: true);
        var page = reader.Page;
        page.Dialog += (_, _) => Assert.Fail("a dialog opened");
        foreach (var (path, field) in new[] { ("/request", "email"), ("/sign-in/requests", "email"), ("/request/confirm", "number"), ("/download", "link") })
        {
            await reader.OpenAsync("/privacy" + path);
            await page.Locator("#" + field).FillAsync(Hostile[..Math.Min(Hostile.Length, field == "number" ? 36 : 300)]);
            await page.Locator("main button[type=submit]").ClickAsync();
            await page.GetByRole(AriaRole.Alert).WaitForAsync();
            if (field is "email")
                Assert.Equal(Hostile, await page.Locator("#email").InputValueAsync());
            Assert.False(await page.EvaluateAsync<bool>("() => 'hacked' in window"));
            Assert.Equal(0, await page.Locator("main img, main script").CountAsync());
        }
        foreach (var path in new[] { "/privacy?lang=%22%3E%3Cscript%3Ewindow.hacked=1%3C/script%3E", "/privacy/%3Cscript%3Ewindow.hacked=1%3C%2Fscript%3E", "/privacy/preferences?done=%3Cscript%3E" })
        {
            await reader.OpenAsync(path);
            Assert.False(await page.EvaluateAsync<bool>("() => 'hacked' in window"));
        }
    }

    [Fact]
    public async Task A_form_of_a_foreign_page_is_refused()
    {
        await using var reader = await Reader.ComeAsync(stack, script: true);
        await reader.OpenAsync("/privacy/request");
        var token = await reader.Page.Locator("input[name=form]").First.InputValueAsync();
        await reader.Context.RouteAsync("https://evil.example/**", route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            // Even with the visit's own token: browsers say where the form comes from, and leave the cookie out.
            Body = $"<form method=post action='{stack.Portal}privacy/request'><input name=form value='{token}'><input name=type value=erasure><input name=email value=victim@mail.example></form><script>document.forms[0].submit()</script>",
        }));
        await reader.OpenAsync("https://evil.example/");
        await reader.HeadingAsync("This form can't be accepted");
        Assert.DoesNotContain(stack.Mails.Read(), m => m.To.Contains("victim@mail.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_allow_no_inline_script_and_weigh_little()
    {
        using var response = await stack.Http.GetAsync(new Uri(stack.Portal, "privacy"));
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.DoesNotContain("unsafe-", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-privacy=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure; samesite=lax; httponly", cookie, StringComparison.OrdinalIgnoreCase);

        await using var reader = await Reader.ComeAsync(stack, script: true);
        var answers = new System.Collections.Concurrent.ConcurrentQueue<IResponse>();
        reader.Page.Response += (_, answer) => answers.Enqueue(answer);
        await reader.Page.GotoAsync("/privacy", new() { WaitUntil = WaitUntilState.NetworkIdle });
        var bodies = await Task.WhenAll(answers.Select(a => a.BodyAsync()));
        Assert.Equal(4, bodies.Length);
        // Not even compressed.
        Assert.InRange(bodies.Sum(b => b.Length), 1_000, 60_000);
    }

    private static async Task CheckAsync(Reader reader, string picture)
    {
        await reader.PictureAsync(picture);
        await Axe.CheckAsync(reader.Page, picture);
        Assert.True(
            await reader.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{picture} scrolls sideways");
    }
}
