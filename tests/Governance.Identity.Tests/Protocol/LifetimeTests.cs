using System.Net;
using System.Net.Http.Json;
using Governance.Identity.Data;
using Governance.Identity.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Identity.Tests.Protocol;

/// <summary>On a service of its own, because time is moved. Tests of one class run one after the other.</summary>
public sealed class LifetimeTests(LifetimeTests.OwnIdentity identity) : IClassFixture<LifetimeTests.OwnIdentity>, IDisposable
{
    public sealed class OwnIdentity : IdentityFixture;

    public void Dispose() => identity.Clock.Offset = TimeSpan.Zero;

    [Theory]
    [InlineData(45, HttpStatusCode.OK)]
    [InlineData(61, HttpStatusCode.BadRequest)]
    public async Task A_code_is_good_for_a_minute(int seconds, HttpStatusCode expected)
    {
        using var browser = identity.NewBrowser();
        var answer = await browser.AuthorizeAsync(await identity.NewUserAsync());
        identity.Clock.Offset = TimeSpan.FromSeconds(seconds);

        Assert.Equal(expected, (await browser.RedeemAsync(answer["code"])).Status);
    }

    [Fact]
    public async Task A_refresh_token_not_used_for_eight_hours_is_dead()
    {
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync());
        identity.Clock.Offset = TimeSpan.FromHours(7.9);
        var (first, second) = await browser.RefreshAsync(tokens.Text("refresh_token"));
        identity.Clock.Offset = TimeSpan.FromHours(16.1);
        var (late, _) = await browser.RefreshAsync(second.Text("refresh_token"));

        Assert.Equal(HttpStatusCode.OK, first);
        Assert.Equal(HttpStatusCode.BadRequest, late);
    }

    [Fact]
    public async Task A_family_ends_after_two_weeks_however_often_it_is_refreshed()
    {
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync());
        var status = HttpStatusCode.OK;
        var hours = 0.0;
        while (status == HttpStatusCode.OK && hours < 400)
        {
            hours += 7.5;
            identity.Clock.Offset = TimeSpan.FromHours(hours);
            (status, tokens) = await browser.RefreshAsync(tokens.Text("refresh_token"));
        }
        Assert.InRange(hours, 14 * 24, (14 * 24) + 7.5);
    }

    [Fact]
    public async Task A_maximum_age_of_nothing_asks_for_the_password_once()
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        await browser.AuthorizeAsync(user);
        using var asked = await browser.GetAsync(browser.AuthorizeUrl(("max_age", "0")));

        Assert.StartsWith("/sign-in", asked.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("code", await browser.AuthorizeAsync(user, ("max_age", "0")));
    }

    [Fact]
    public async Task A_session_ends_after_eight_hours_and_max_age_earlier()
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        await browser.AuthorizeAsync(user);
        identity.Clock.Offset = TimeSpan.FromMinutes(30);
        Assert.Equal("code", await AskAsync(("max_age", "3600")));
        Assert.Equal("login_required", await AskAsync(("max_age", "60")));
        identity.Clock.Offset = TimeSpan.FromHours(8.1);
        Assert.Equal("login_required", await AskAsync());

        async Task<string> AskAsync(params (string, string?)[] changes)
        {
            using var silent = await browser.GetAsync(browser.AuthorizeUrl([("prompt", "none"), .. changes]));
            var answer = Browser.Query(silent.Headers.Location!.ToString());
            return answer.TryGetValue("error", out var error) ? error : "code";
        }
    }

    [Fact]
    public async Task A_lock_opens_after_a_quarter_of_an_hour()
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        for (var i = 0; i < 5; i++)
            (await browser.SignInAsync(user.Email, "wrong password number " + i)).Dispose();
        identity.Clock.Offset = TimeSpan.FromMinutes(14);
        using var early = await browser.SignInAsync(user.Email, user.Password);
        identity.Clock.Offset = TimeSpan.FromMinutes(16);
        using var later = await browser.SignInAsync(user.Email, user.Password);

        Assert.Equal(HttpStatusCode.Unauthorized, early.StatusCode);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task A_replaced_client_secret_ends_with_its_overlap()
    {
        using var http = await identity.OperatorAsync();
        var old = identity.SecretOf(IdentityFixture.MachineClient);
        using var rotated = await http.PostAsJsonAsync($"/v1/clients/{IdentityFixture.MachineClient}/secret-rotation", new { overlapMinutes = 60 }, TestContext.Current.CancellationToken);
        identity.Clock.Offset = TimeSpan.FromMinutes(59);
        var (during, _) = await AskAsync();
        identity.Clock.Offset = TimeSpan.FromMinutes(61);
        var (after, _) = await AskAsync();

        Assert.Equal(HttpStatusCode.OK, during);
        Assert.Equal(HttpStatusCode.Unauthorized, after);

        Task<(HttpStatusCode, System.Text.Json.JsonElement)> AskAsync() =>
            identity.TokenAsync(("grant_type", "client_credentials"), ("client_id", IdentityFixture.MachineClient), ("client_secret", old));
    }

    [Fact]
    public async Task What_has_expired_is_removed_and_what_is_alive_stays()
    {
        using var browser = identity.NewBrowser();
        var user = await identity.NewUserAsync();
        await browser.TokensAsync(user);
        var cleanup = identity.Services.GetRequiredService<Cleanup>();
        var count = $"SELECT count(*) FROM grants WHERE user_id = '{user.Id}'";

        await cleanup.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await identity.Database.ScalarAsync<long>(count));
        identity.Clock.Offset = TimeSpan.FromDays(15.1);
        await cleanup.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await identity.Database.ScalarAsync<long>(count));
        Assert.Equal(0, await identity.Database.ScalarAsync<long>($"SELECT count(*) FROM sign_in_sessions WHERE user_id = '{user.Id}'"));
    }
}
