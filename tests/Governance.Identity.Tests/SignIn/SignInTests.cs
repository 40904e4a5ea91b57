using System.Net;
using Governance.Identity.Tests.Support;

namespace Governance.Identity.Tests.SignIn;

public sealed class SignInTests(IdentityFixture identity)
{
    private static async Task<(HttpStatusCode Status, string Alert)> OutcomeAsync(HttpResponseMessage response)
    {
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var start = page.IndexOf("role=\"alert\"", StringComparison.Ordinal);
        return (response.StatusCode, start < 0 ? "" : page[start..page.IndexOf("</p>", start, StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task The_page_is_safe_and_accessible()
    {
        using var browser = identity.NewBrowser();
        using var response = await browser.GetAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(browser.AuthorizeUrl()));
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            "default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1:9; frame-ancestors 'none'; base-uri 'none'",
            response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.Contains("<label for=\"email\">", page, StringComparison.Ordinal);
        Assert.Contains("<label for=\"password\">", page, StringComparison.Ordinal);
        Assert.Contains("Sign in to Portal", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_scripts_reach_and_new_each_time()
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        using var first = await browser.SignInAsync(user.Email, user.Password);
        using var second = await browser.SignInAsync(user.Email, user.Password);
        var one = Assert.Single(first.Headers.GetValues("Set-Cookie"), c => c.StartsWith("governance-sign-in=", StringComparison.Ordinal));
        var two = Assert.Single(second.Headers.GetValues("Set-Cookie"), c => c.StartsWith("governance-sign-in=", StringComparison.Ordinal));

        Assert.Contains("httponly", one, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", one, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(one, two);
        var sessions = await identity.Database.ScalarAsync<long>($"SELECT count(*) FROM sign_in_sessions WHERE user_id = '{user.Id}'");
        Assert.Equal(2, sessions);
    }

    [Fact]
    public async Task Unknown_wrong_disabled_and_locked_look_alike()
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        var disabled = await identity.NewUserAsync();
        await identity.Database.ExecuteAsync($"UPDATE users SET disabled_at = now() WHERE id = '{disabled.Id}'");
        var locked = await identity.NewUserAsync();
        await identity.Database.ExecuteAsync($"UPDATE users SET lockout_end = now() + interval '1 hour' WHERE id = '{locked.Id}'");

        var outcomes = new[]
        {
            await OutcomeAsync(await browser.SignInAsync("nobody@people.example", "some password or other")),
            await OutcomeAsync(await browser.SignInAsync(user.Email, "some password or other")),
            await OutcomeAsync(await browser.SignInAsync(disabled.Email, disabled.Password)),
            await OutcomeAsync(await browser.SignInAsync(locked.Email, locked.Password)),
        };

        var outcome = Assert.Single(outcomes.Distinct());
        Assert.Equal(HttpStatusCode.Unauthorized, outcome.Status);
        Assert.NotEmpty(outcome.Alert);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_against_the_right_one()
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        for (var i = 0; i < 5; i++)
            (await browser.SignInAsync(user.Email, "wrong password number " + i)).Dispose();
        using var right = await browser.SignInAsync(user.Email, user.Password);

        Assert.Equal(HttpStatusCode.Unauthorized, right.StatusCode);
        var events = await identity.EventsAboutAsync(user.Id);
        Assert.Equal(6, events.Count(e => e == "SignInFailed"));
        Assert.Single(events, e => e == "UserLockedOut");
    }

    [Fact]
    public async Task A_burst_of_guesses_counts_every_one()
    {
        var user = await identity.NewUserAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            using var browser = identity.NewBrowser();
            using var response = await browser.SignInAsync(user.Email, "guess number " + i);
            return response.StatusCode;
        }));

        Assert.All(outcomes, o => Assert.Equal(HttpStatusCode.Unauthorized, o));
        Assert.Single(await identity.EventsAboutAsync(user.Id), e => e == "UserLockedOut");
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        using var response = await browser.PostAsync("/sign-in", ("email", user.Email), ("password", user.Password));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain("SignInSucceeded", await identity.EventsAboutAsync(user.Id));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/connect/authorize?")]
    [InlineData("/\\evil.example")]
    [InlineData("/connect/authorize@evil.example")]
    [InlineData("/v1/users")]
    [InlineData("javascript:alert(1)")]
    public async Task A_return_address_elsewhere_is_not_followed(string address)
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        using var response = await browser.SignInAsync(user.Email, user.Password, "/sign-in?returnUrl=" + Uri.EscapeDataString(address));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(response.Headers.Location);
        Assert.DoesNotContain("evil", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_comes_back_encoded()
    {
        using var browser = identity.NewBrowser();
        using var response = await browser.SignInAsync("\"><script>alert(1)</script>", "x");

        Assert.DoesNotContain("<script", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_the_server_can_not_read_is_refused()
    {
        using var browser = identity.NewBrowser();
        using var response = await browser.SignInAsync("a\0b@people.example", "x");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Events_of_a_sign_in_hold_no_address_and_no_name()
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync("auditor");
        await browser.TokensAsync(user);
        var bodies = await identity.Database.ScalarAsync<string>("SELECT string_agg(body, ' ') FROM outbox");

        Assert.Contains(user.Id.ToString(), bodies, StringComparison.Ordinal);
        Assert.DoesNotContain("@", bodies, StringComparison.Ordinal);
        Assert.DoesNotContain("Test Person", bodies, StringComparison.Ordinal);
    }
}
